/* A chip puts its value into the field it is for; pressed again it takes it back. */

export function startChips(root) {
  root.addEventListener("click", (event) => {
    const chip = event.target.closest?.("[data-chip]");
    if (chip) press(chip);
  });
  root.addEventListener("change", (event) => {
    if (event.target.form) mark(event.target.form);
  });
}

function press(chip) {
  const field = chip.closest("form")?.elements.namedItem(chip.dataset.chip);
  if (!field) return;
  const isPressed = chip.getAttribute("aria-pressed") === "true";
  field.value = isPressed ? restOf(field) : chip.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  mark(chip.closest("form"));
}

function restOf(field) {
  if (field.tagName !== "SELECT") return "";
  const plain = ["other", "none", "request", ""];
  return [...field.options].map((o) => o.value).find((value) => plain.includes(value)) ?? field.value;
}

function mark(form) {
  for (const chip of form.querySelectorAll("[data-chip]")) {
    const field = form.elements.namedItem(chip.dataset.chip);
    chip.setAttribute("aria-pressed", String(field?.value === chip.dataset.value));
  }
}
