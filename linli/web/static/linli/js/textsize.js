/* Elder mode's second step: 32 px instead of 24. Only a matter of this device, so it stays here. */
const KEY = "linli-text-larger";

export function startTextSize(root) {
  const button = root.querySelector("[data-text-larger]");
  if (!button) return;
  const set = (on) => {
    document.documentElement.classList.toggle("elder-larger", on);
    button.setAttribute("aria-pressed", String(on));
  };
  set(read() === "1");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    write(on ? "1" : "0");
  });
}

function read() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

function write(value) {
  try { localStorage.setItem(KEY, value); } catch { /* private mode: the choice lasts for this page */ }
}
