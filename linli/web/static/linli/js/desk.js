/* The desk: Ctrl+Enter sends a form, the chosen row stays marked, an opened form comes into view. */

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form[data-once]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "matter") markRow(event.detail.requestConfig?.path ?? location.pathname);
  if (event.target.id === "deed") event.target.scrollIntoView({ block: "center" });
});

function markRow(path) {
  const here = new URL(path, location.href).pathname;
  for (const link of document.querySelectorAll("[data-queue] .queue-sentence")) {
    const row = link.closest("li");
    if (link.pathname === here) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

/* The call: Enter takes the first caller, arrows walk the list, a chosen caller leads on to the words. */
document.addEventListener("keydown", (event) => {
  const find = event.target.closest?.("[data-find]");
  const line = event.target.closest?.("[data-caller]");
  if (!find && !line) return;
  const lines = [...document.querySelectorAll("[data-callers] [data-caller]")];
  if (find && event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
    event.preventDefault();
    if (lines.length) lines[0].click();
    else document.querySelector("[data-words]")?.focus();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = lines.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    (lines[at] ?? document.querySelector("[data-find]")).focus();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "caller") return;
  document.getElementById("callers")?.replaceChildren();
  const words = document.querySelector("[data-words]");
  words?.focus();
  if (words?.value) words.dispatchEvent(new Event("look"));
});

/* Alt with a letter works while somebody types: danger cannot wait for the mouse. */
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const button = document.querySelector(`[data-alt-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
