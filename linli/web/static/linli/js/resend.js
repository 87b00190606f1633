/* form[data-resend]: what could not be sent waits on the page and goes out by itself when the line is back,
   with the same form_key, so that the server takes it once however often it comes. The key outlives the page
   together with the draft: a form whose answer was lost is the same form when it is opened again. */
import { hold, release } from "./once.js";
import { iconNode, fresh, say } from "./phrases.js";

const FIRST = 3000;
const LONGEST = 60_000;
const done = (document.querySelector("meta[name=draft-done]")?.content ?? "").split(/\s+/).filter(Boolean);
for (const key of done) keep(key, null);

export function startResend(root) {
  for (const form of fresh(root, "form[data-resend]", "Resend")) prepare(form);
}

function prepare(form) {
  const field = form.elements.form_key;
  const key = form.dataset.draft;
  if (key && field) field.value = kept(key) ?? field.value;
  form.addEventListener("linli:dropped", () => keep(key, null));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formAction && event.submitter.hasAttribute("formaction")) return;
    if (form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    if (key && field) keep(key, field.value);
    form.dataset.sending = "1";
    hold(form);
    send(form, FIRST);
  });
}

async function send(form, pause) {
  const answer = navigator.onLine ? await post(form) : null;
  if (!answer) return wait(form, pause);
  delete form.dataset.sending;
  release(form);
  tell(form, "");
  if (answer.redirected) location.assign(answer.url);
  else plainly(form);
}

function post(form) {
  return fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" })
    .then((answer) => (answer.status >= 502 ? null : answer), () => null);
}

function wait(form, pause) {
  tell(form, say("unsent"));
  const again = () => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
    send(form, Math.min(pause * 2, LONGEST));
  };
  const timer = setTimeout(again, pause);
  window.addEventListener("online", again);
}

/* Refused: let the browser send it once more, so that the answer with its errors is the page. Nothing was kept. */
function plainly(form) {
  form.dataset.plain = "1";
  form.submit();
}

function tell(form, words) {
  let note = form.querySelector(".send-note");
  if (!words) return note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "send-note";
    note.setAttribute("role", "status");
    form.append(note);
  }
  note.replaceChildren(iconNode("offline"), document.createTextNode(words));
}

function kept(key) {
  try { return localStorage.getItem(`linli-key-${key}`); } catch { return null; }
}

function keep(key, value) {
  try {
    if (value) localStorage.setItem(`linli-key-${key}`, value);
    else localStorage.removeItem(`linli-key-${key}`);
  } catch { /* private mode: the page's own key serves as long as the page stands */ }
}
