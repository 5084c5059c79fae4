// Adds up the basket of a ballot while it is filled. Without this file the button that counts does the same.
(() => {
  const form = document.querySelector("#basket");
  if (!form) return;
  const show = (name) => form.querySelector(`[data-sum="${name}"]`);
  const [spent, left, bar, words] = ["spent", "left", "bar", "words"].map(show);
  const budget = Number(form.dataset.budget);
  const boxes = [...form.querySelectorAll("input[type=checkbox][data-cost]")];
  if (!spent || !left || !bar || !words || !Number.isFinite(budget)) return;
  const rupiah = (amount) => `Rp${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`;
  const term = left.closest("div").querySelector("dt");
  const add = () => {
    const chosen = boxes.filter((box) => box.checked);
    const sum = chosen.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    const over = sum - budget;
    spent.textContent = rupiah(sum);
    left.textContent = rupiah(Math.abs(over));
    term.textContent = over > 0 ? form.dataset.over : form.dataset.left;
    bar.value = Math.min(100, Math.floor((sum * 100) / Math.max(1, budget)));
    words.hidden = over <= 0;
    words.textContent = over > 0 ? form.dataset.exceeded.replace("{}", rupiah(over)) : "";
  };
  for (const box of boxes) box.addEventListener("change", add);
  // A browser that goes back fills boxes by itself.
  addEventListener("pageshow", add);
})();
