/* form[data-steps]: shows one [data-step] at a time. Without scripts all of them stand in a row. */
import { fresh } from "./phrases.js";

export function startSteps(root) {
  for (const form of fresh(root, "form[data-steps]", "Steps")) prepare(form);
}

function prepare(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const show = (at, { quiet = false } = {}) => {
    steps.forEach((step, n) => { step.hidden = n !== at; });
    recap(form);
    when(form);
    steps[at].dispatchEvent(new CustomEvent("linli:shown"));
    if (quiet) return;
    steps[at].querySelector("h2")?.focus();
    window.scrollTo(0, 0);
  };
  form.querySelectorAll("[data-step-next], [data-step-back], [data-scripted], [data-recap-box]").forEach((one) => { one.hidden = false; });
  form.addEventListener("click", (event) => {
    const here = steps.findIndex((step) => !step.hidden);
    if (event.target.closest("[data-step-next]") && isFilled(steps[here])) show(here + 1);
    if (event.target.closest("[data-step-back]")) show(here - 1);
    const pick = event.target.closest("[data-pick] a");
    if (pick) { event.preventDefault(); choose(form, pick); }
  });
  form.addEventListener("change", () => when(form));
  /* Enter in a one-line field goes on instead of sending what was not looked over. */
  form.addEventListener("keydown", (event) => {
    const here = steps.findIndex((step) => !step.hidden);
    if (event.key !== "Enter" || !event.target.matches("input") || here === steps.length - 1) return;
    event.preventDefault();
    if (isFilled(steps[here])) show(here + 1);
  });
  show(Math.max(0, Number(form.dataset.start || 1) - 1), { quiet: true });
  const tool = document.getElementById(location.hash.slice(1))?.querySelector("input, button:not([hidden])");
  tool?.focus();
}

function isFilled(step) {
  const empty = [...step.querySelectorAll("[required]")].find((field) => !field.checkValidity());
  empty?.reportValidity();
  return !empty;
}

/* data-when="name=value": shown while that field has that value. */
function when(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    part.hidden = new FormData(form).get(name) !== value;
  }
}

/* A building tapped on the plan is chosen in the list, whose value is sent. */
function choose(form, link) {
  const list = form.querySelector(`#${link.closest("[data-pick]").dataset.pick}`);
  const wanted = [...list.options].find((option) => option.value === link.getAttribute("href").slice(1));
  if (!wanted) return;
  list.value = wanted.value;
  link.closest("svg").querySelectorAll(".plan-picked").forEach((one) => one.classList.remove("plan-picked"));
  link.classList.add("plan-picked");
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function recap(form) {
  const data = new FormData(form);
  for (const part of form.querySelectorAll("[data-recap-of]")) part.textContent = wordsOf(form, data, part);
}

function wordsOf(form, data, part) {
  const name = part.dataset.recapOf;
  if (name === "pictures") {
    const count = data.getAll(name).filter((file) => file.size).length;
    return count ? part.dataset.words.replace("{count}", count) : "";
  }
  if (name === "where") return placeOf(form);
  const chosen = form.querySelector(`input[type=radio][name="${name}"]:checked`);
  if (chosen?.dataset.recap) return chosen.dataset.recap;
  return data.get(name) ?? "";
}

function placeOf(form) {
  const radio = form.querySelector("input[name=where]:checked");
  if (!radio || radio.dataset.recap) return radio?.dataset.recap ?? "";
  const chosen = ["part", "near"].map((name) => form.querySelector(`select[name=${name}]`)).find((list) => list?.value);
  return chosen?.selectedOptions[0].textContent ?? "";
}
