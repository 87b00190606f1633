/* The desk's keyboard. A letter clicks the element with data-key="<letter>"; never while somebody types. */
const LETTER = /^[a-z]$/;

export function startKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") document.getElementById("quick")?.replaceChildren();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });
}

function typing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]"));
}

function press(key) {
  if (key === "/") return reach(document.querySelector("[data-search]"));
  if (key === "?") return openHelp();
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "Enter") return openCurrent();
  if (!LETTER.test(key)) return false;
  const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => !one.disabled && one.getClientRects().length);
  target?.click();
  return Boolean(target);
}

function reach(field) {
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

function openHelp() {
  const help = document.getElementById("keys");
  help?.showModal();
  return Boolean(help);
}

function rows() {
  return [...document.querySelectorAll("[data-queue] [data-queue-item], [data-queue] .queue-sentence")];
}

function currentRow(all) {
  const focused = all.indexOf(document.activeElement);
  return focused >= 0 ? focused : all.findIndex((row) => row.closest("[aria-current]"));
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = currentRow(all);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next].focus();
  all[next].closest("li, tr")?.scrollIntoView({ block: "nearest" });
  return true;
}

/* Enter on a focused control is the browser's business. */
function openCurrent() {
  if (document.activeElement !== document.body) return false;
  const all = rows();
  const at = currentRow(all);
  if (at < 0) return false;
  all[at].click();
  return true;
}
