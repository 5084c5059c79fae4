// Keys of the work queue: J and K go to the next and the previous row, Enter opens it (as for any
// link), ? opens the help. They can be switched off in the help (WCAG 2.1.4); the choice stays in
// this browser. Every page works without this file.
(() => {
  const help = document.querySelector("details.keys");
  if (!help) return;
  const on = help.querySelector("input");
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
  help.hidden = false;

  const rows = () => [...document.querySelectorAll("table.cards tbody th a")];
  const move = (step) => {
    const links = rows();
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + step));
    links[next]?.focus();
  };
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    "?": () => {
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]),select,textarea");
    const act = acts[event.key.toLowerCase()];
    if (!act || !on.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
})();
