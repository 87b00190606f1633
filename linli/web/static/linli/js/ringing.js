/* A call that rings at one's own seat opens the screen by itself, unless words would be lost; Alt+A opens the first. */

export function startRinging() {
  document.addEventListener("htmx:afterSwap", (event) => event.target.id === "ringing" && consider(event.target));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== "a") return;
    const first = document.querySelector("[data-ringing-open]");
    if (!first) return;
    event.preventDefault();
    first.click();
  });
}

function consider(box) {
  const open = new URL(location.href).searchParams.get("call");
  for (const call of box.querySelectorAll("[data-ringing]")) {
    if (call.dataset.ringing === open) call.remove();
  }
  const own = box.querySelector("[data-own] [data-ringing-open]");
  if (own && !open && !somethingTyped()) own.click();
}

function somethingTyped() {
  const fields = document.querySelectorAll("main input:not([type=hidden]), main textarea");
  return [...fields].some((field) => !["checkbox", "radio"].includes(field.type) && field.value !== field.defaultValue);
}
