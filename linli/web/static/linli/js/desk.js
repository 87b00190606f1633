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
