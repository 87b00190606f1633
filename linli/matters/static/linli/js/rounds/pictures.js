/* A picture with a need: made small, kept with the note until the server has it; never more than a few at once. */
import { shrink } from "../photos.js";
import { make, say, sign } from "./parts.js";
import { allNotes } from "./store.js";

export const MOST = 12; // pictures that wait on one device
const LONGEST = 1280; // pixels
const BIGGEST = 1_500_000; // bytes, after it was made small

let count = 0;

/* A button that takes a picture; `held.file` is it, or nothing. */
export function pictureInput() {
  const id = `round-picture-${++count}`;
  const held = { file: null };
  const told = make("span", { class: "form-text", role: "status" });
  const input = make("input", { id, type: "file", accept: "image/*", capture: "environment", class: "visually-hidden" });
  input.addEventListener("change", async () => {
    [held.file, told.textContent] = await take(input.files[0]);
    told.toggleAttribute("data-held", Boolean(held.file));
    input.value = "";
  });
  const label = make("label", { class: "btn btn-plain", for: id }, sign("camera"), say("picture"));
  return { held, node: make("div", { class: "field" }, input, label, " ", told) };
}

async function take(file) {
  if (!file) return [null, ""];
  const waiting = (await allNotes()).filter((note) => note.picture).length;
  if (waiting >= MOST) return [null, say("pictureFull", { count: MOST })];
  const small = await shrink(file, LONGEST).catch(() => null);
  return small && small.size <= BIGGEST ? [small, say("pictureKept")] : [null, say("pictureUnread")];
}

/* Send the picture of a note ahead of it. Answers "sent", "offline", "signed-out". What is refused is left out, and said. */
export async function sendAhead(note, address, account, token) {
  const form = new FormData();
  form.set("key", note.key);
  form.set("account", account);
  form.set("picture", note.picture, "door.jpg");
  const answer = await fetch(address, {
    method: "POST", body: form, credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token },
  }).catch(() => null);
  if (!answer || answer.status >= 502 || answer.type === "opaqueredirect") return "offline";
  if (answer.status === 401) return "signed-out";
  if (answer.status === 409) return "refused"; // a colleague signed in on this device
  if (answer.ok) note.data = { ...note.data, file: (await answer.json()).file };
  else note.label = `${note.label} (${say("pictureRefused")})`;
  delete note.picture;
  return "sent";
}
