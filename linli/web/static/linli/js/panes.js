/* On a phone one of the three panes shows; data-show-pane chooses it. */
export function startPanes(root) {
  root.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-show-pane]");
    if (chosen) show(chosen.dataset.showPane);
  });
  root.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "matter") show("matter");
  });
}

function show(name) {
  const panes = document.querySelector(".panes[data-pane]");
  if (!panes) return;
  panes.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show-pane]")) {
    button.setAttribute("aria-pressed", String(button.dataset.showPane === name));
  }
}
