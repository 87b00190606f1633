/* form[data-once]: a second click sends nothing. The server's form_key is the real guard; this one is for the eye. */
import { say } from "./phrases.js";

export function startOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    /* After this turn, so that a listener may still refuse and the button's own value still goes along. */
    setTimeout(() => event.defaultPrevented && !form.matches("[hx-post], [hx-put]") || hold(form), 0);
  }, true);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  root.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
}

function buttons(form) {
  return form.querySelectorAll("button:not([type]), button[type=submit]");
}

export function hold(form) {
  form.dataset.sent = "1";
  for (const button of buttons(form)) {
    button.disabled = true;
    button.dataset.word = button.innerHTML;
    button.textContent = say("sending");
  }
}

export function release(form) {
  delete form.dataset.sent;
  for (const button of buttons(form)) {
    button.disabled = false;
    if (button.dataset.word) button.innerHTML = button.dataset.word;
  }
}
