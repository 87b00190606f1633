/* Notes go out in batches; each is acknowledged by itself and then forgotten but for what the list shows.
   A batch that is not acknowledged goes again, unchanged: the server does each key once. */
import { sendAhead } from "./pictures.js";
import { allNotes, clearAll, clearLists, deviceName, dropNote, saveNote } from "./store.js";

const MOST = 100;
let running;

export function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

export const unsent = async (account) => (await allNotes()).filter((note) => !note.sent && note.account === account);

/* Answers "sent", "offline", "signed-out", "refused" or "nothing". One run at a time. */
export function sync(account, address, pictures) {
  running ??= run(account, address, pictures).finally(() => { running = null; });
  return running;
}

async function run(account, address, pictures) {
  let state = "nothing";
  for (;;) {
    const waiting = (await unsent(account)).sort((one, two) => one.seq - two.seq).slice(0, MOST);
    if (!waiting.length) return state;
    const stopped = await sendPictures(waiting, pictures, account);
    if (stopped) return stopped;
    const answer = await post(address, account, waiting);
    if (!answer) return "offline";
    if (answer.status === 401) return "signed-out";
    if (!answer.ok) return "refused";
    const { results } = await answer.json();
    const progressed = await acknowledge(waiting, results);
    if (!progressed) return "refused";
    state = "sent";
  }
}

/* Pictures go first, so that a need arrives with its own. */
async function sendPictures(notes, address, account) {
  for (const note of notes.filter((one) => one.picture)) {
    const state = await sendAhead(note, address, account, cookie("linli_csrf"));
    if (state !== "sent") return state;
    await saveNote(note);
  }
  return "";
}

async function post(address, account, notes) {
  const body = {
    account, device: await deviceName(), now: Date.now(),
    operations: notes.map(({ key, seq, round, place, kind, at, data }) => ({ key, seq, round, place, kind, at, data })),
  };
  return fetch(address, {
    method: "POST", body: JSON.stringify(body), credentials: "same-origin", redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("linli_csrf") },
  }).then((answer) => (answer.status >= 502 || answer.type === "opaqueredirect" ? null : answer), () => null);
}

async function acknowledge(notes, results) {
  const answers = new Map(results.map((one) => [one.key, one]));
  let progressed = false;
  for (const note of notes) {
    const answer = answers.get(note.key);
    if (!answer) continue;
    progressed = true;
    const { key, round, place, topic, label, account, day } = note;
    await saveNote({ key, round, place, topic, label, account, day, seq: note.seq, sent: true, result: answer.result, text: answer.text, number: answer.number });
  }
  return progressed;
}

/* Signed out: the lists go. Where the account itself has ended, the notes go, too. */
export async function leave(lists, address) {
  const ticket = lists[0]?.ticket;
  await clearLists();
  if (!ticket) return;
  const answer = await fetch(`${address}?ticket=${encodeURIComponent(ticket)}`).then((one) => one.json(), () => null);
  if (answer && answer.keep === false) await clearAll();
}

export async function forget(account, day) {
  for (const note of await allNotes()) {
    if (note.sent && (note.account !== account || note.day !== day)) await dropNote(note.key);
  }
}
