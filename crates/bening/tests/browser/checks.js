// What must hold for every page at any width. Returns one line for each fault.
// arguments: the language that the page must be in.
const faults = [];
const name = (element) =>
  `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} "${(element.textContent || element.name || "").trim().slice(0, 40)}"`;
const seen = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.right > 0 && getComputedStyle(element).visibility !== "hidden";
};

const root = document.documentElement;
if (root.lang !== arguments[0]) faults.push(`lang is ${root.lang}, not ${arguments[0]}`);
if (root.scrollWidth > root.clientWidth) {
  const wide = [...document.querySelectorAll("main *")].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
  );
  faults.push(`${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map(name).join(", ")}`);
}

// Phones zoom into smaller fields and stay there.
for (const field of document.querySelectorAll("input:not([type=hidden],[type=radio],[type=checkbox]),select,textarea")) {
  const size = parseFloat(getComputedStyle(field).fontSize);
  if (size < 16) faults.push(`${name(field)} has letters of ${size} px`);
}

// WCAG 2.2, 2.5.8. A link within a sentence is exempt; the label of a box counts as its target.
for (const target of document.querySelectorAll("a[href],button,summary,input:not([type=hidden]),select,textarea")) {
  if (!seen(target) || getComputedStyle(target).display === "inline") continue;
  const labelled = target.matches("[type=radio],[type=checkbox]") ? target.closest("label") : null;
  const box = (labelled ?? target).getBoundingClientRect();
  if (box.height < 23.5 || box.width < 23.5) {
    faults.push(`${name(target)} is a target of ${Math.round(box.width)} x ${Math.round(box.height)} px`);
  }
}

for (const { name: url } of performance.getEntriesByType("resource")) {
  if (new URL(url).origin !== location.origin) faults.push(`fetches ${url}`);
}
return faults;
