/* form[data-draft="key"]: what is written stays on this device until the server says it has it
   (<meta name="draft-done" content="key">). The key bears the writer's id, so that a shared device keeps people apart. */
import { dropDraft, readDraft, writeDraft } from "./draft-store.js";
import { fresh, say } from "./phrases.js";
import { givePhotos } from "./photos.js";

const OURS = new Set(["csrfmiddlewaretoken", "form_key"]);
const PAUSE = 400;

const done = (document.querySelector("meta[name=draft-done]")?.content ?? "").split(/\s+/).filter(Boolean);
const cleared = Promise.allSettled(done.map(dropDraft));

export function startDrafts(root) {
  for (const form of fresh(root, "form[data-draft]", "Draft")) keep(form);
}

async function keep(form) {
  await cleared;
  const note = makeNote(form);
  const draft = await readDraft(form.dataset.draft).catch(() => null);
  if (draft) restore(form, draft, note);
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, note), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("linli:changed", later);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    const saved = save(form, note);
    if (navigator.onLine || form.matches("[data-resend]")) return;
    event.preventDefault();
    saved.then(() => note.show(say("offline")));
  });
}

function fields(form) {
  return [...form.elements].filter((one) => one.name && !OURS.has(one.name) && !["password", "submit", "button", "hidden"].includes(one.type));
}

async function save(form, note) {
  const draft = { key: form.dataset.draft, saved: Date.now(), values: [], files: [] };
  for (const field of fields(form)) {
    if (field.type === "file") draft.files.push([field.name, [...field.files]]);
    else if (field.type === "checkbox" || field.type === "radio") draft.values.push([field.name, field.value, field.checked]);
    else draft.values.push([field.name, field.value]);
  }
  try {
    await writeDraft(draft);
    note.show(say("draftSaved"));
  } catch { /* no storage on this device: nothing is promised, so nothing is shown */ }
}

/* A form that came back with errors bears the newer words already; only its pictures are lost. */
function restore(form, draft, note) {
  const answered = form.querySelector("[aria-invalid=true], [role=alert]");
  let changed = false;
  for (const [name, value, checked] of answered ? [] : draft.values) {
    const field = fields(form).find((one) => one.name === name && (checked === undefined || one.value === value));
    if (!field || (checked === undefined ? field.value === value : field.checked === checked)) continue;
    if (checked === undefined) field.value = value;
    else field.checked = checked;
    changed = true;
  }
  for (const [name, files] of draft.files) {
    const box = form.querySelector(`input[type=file][name="${CSS.escape(name)}"]`)?.closest("[data-photos]");
    if (!box || !files.length) continue;
    givePhotos(box, files);
    changed = true;
  }
  if (!changed) return;
  note.show(say("draftRestored"), () => drop(form));
  for (const field of fields(form)) field.dispatchEvent(new CustomEvent("linli:restored"));
}

async function drop(form) {
  await dropDraft(form.dataset.draft);
  form.reset();
  form.dispatchEvent(new CustomEvent("linli:dropped"));
  form.querySelectorAll("[data-photos]").forEach((box) => givePhotos(box, []));
}

function makeNote(form) {
  const line = document.createElement("div");
  line.className = "draft-note";
  line.setAttribute("role", "status");
  form.append(line);
  const show = (words, undo) => {
    line.textContent = words;
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-sm";
    button.textContent = say("draftDrop");
    button.addEventListener("click", () => { undo(); line.textContent = ""; });
    line.append(button);
  };
  return { show };
}
