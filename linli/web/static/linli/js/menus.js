/* <details data-menu> closes on Escape, on a click elsewhere and when the focus leaves. */
export function startMenus(root) {
  const close = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };
  root.addEventListener("click", (event) => close(event.target));
  root.addEventListener("focusin", (event) => close(event.target));
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
