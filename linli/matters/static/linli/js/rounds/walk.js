/* The day's round on a tablet or phone: works from what it keeps, sends when the line is there. */
import { make, plate, say, sign, tap } from "./parts.js";
import { showDoor } from "./door.js";
import { allLists, allNotes, clearLists, dropNote, key, nextNumber, saveList, saveNote } from "./store.js";
import { forget, leave, sync, unsent } from "./sync.js";

const root = document.querySelector("[data-walk]");
const account = Number(root.dataset.account);
const EVERY = 60_000;
const page = { lists: [], notes: [], round: 0, place: 0 };

const serverNow = (list) => Date.now() - list.saved + list.now;
const isCurrent = (list) => list.account === account && serverNow(list) < list.until;

start();

async function start() {
  navigator.serviceWorker?.register(root.dataset.worker, { scope: root.dataset.scope }).catch(() => {});
  window.addEventListener("hashchange", follow);
  await clearLists(isCurrent);
  await read();
  page.round = Number(new URLSearchParams(location.search).get("round")) || page.lists[0]?.round || 0;
  page.place = Number(location.hash.slice(1)) || 0;
  draw();
  await send();
  await download();
  window.addEventListener("online", send);
  setInterval(send, EVERY);
}

async function read() {
  page.lists = (await allLists()).filter(isCurrent);
  page.notes = (await allNotes()).filter((note) => note.account === account);
}

async function download() {
  for (const address of JSON.parse(root.dataset.lists)) {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer?.status === 401) return signedOut();
    if (!answer?.ok) continue;
    const list = await answer.json();
    if (list.account !== account) continue;
    await saveList({ ...list, saved: Date.now() });
    await forget(account, list.day);
  }
  await read();
  page.round ||= page.lists[0]?.round ?? 0;
  root.dataset.ready = "1";
  redraw();
}

async function send() {
  const state = await sync(account, root.dataset.sync, root.dataset.pictures);
  if (state === "signed-out") return signedOut();
  await read();
  redraw();
  tell(state);
}

async function signedOut() {
  await leave(page.lists, root.dataset.standing);
  await read();
  page.place = 0;
  draw();
  const waiting = (await unsent(account)).length;
  status(make("a", { href: root.dataset.signIn, class: "btn btn-primary" }, say("signIn")), say("signedOut", { count: waiting }));
}

function tell(state) {
  const waiting = page.notes.filter((note) => !note.sent).length;
  if (waiting && state !== "refused") status(sign("offline"), say("waiting", { count: waiting }), tap(say("sendNow"), send));
  else if (waiting) status(sign("warn"), say("notTaken", { count: waiting }), tap(say("sendNow"), send));
  else status(sign("check"), say("allSent"));
}

function status(...children) {
  document.getElementById("round-status").replaceChildren(...children);
}

const list = () => page.lists.find((one) => one.round === page.round);
const notesAt = (place) => page.notes.filter((note) => note.round === page.round && note.place === place).sort((one, two) => one.seq - two.seq);

function follow() {
  page.place = Number(location.hash.slice(1)) || 0;
  draw();
  const focus = page.place ? document.getElementById("door-name") : document.getElementById("round-title");
  focus?.focus();
  window.scrollTo(0, 0);
}

/* What is half written, or a picture that waits for its words, is not drawn over by news from outside. */
function redraw() {
  const body = document.getElementById("round-body");
  const written = [...body.querySelectorAll("input, textarea")].some((one) => one.value !== one.defaultValue);
  if (!written && !body.querySelector("[data-held]")) draw();
}

function draw() {
  const found = list();
  const door = found?.doors.find((one) => one.place === page.place);
  const body = document.getElementById("round-body");
  const open = [...body.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
  body.replaceChildren(door ? showDoor(door, apiOf(found, door)) : showList(found));
  for (const one of body.querySelectorAll("details > summary")) if (open.includes(one.textContent)) one.parentElement.open = true;
  document.getElementById("round-intro").hidden = Boolean(door);
}

function showList(found) {
  if (!found) return make("p", { class: "sheet" }, say(navigator.onLine ? "noList" : "noListOffline"));
  const finished = found.doors.filter((door) => notesAt(door.place).length).length;
  return make("div", {},
    page.lists.length > 1 ? make("div", { class: "choices" }, page.lists.map((one) => tap(one.title, () => { page.round = one.round; draw(); }, { pressed: one.round === page.round }))) : "",
    make("h2", { id: "round-title", tabindex: "-1" }, found.title),
    make("p", { class: "muted" }, say("progress", { done: finished, all: found.doors.length })),
    make("ol", { class: "round-doors" }, found.doors.map(row)));
}

function row(door) {
  const notes = notesAt(door.place);
  const visit = notes.findLast((note) => note.topic === "visit");
  const trouble = notes.some((note) => note.result === "conflict" || note.result === "refused");
  return make("li", {}, make("a", { class: "round-door", href: `#${door.place}` }, plate(door.plate),
    make("span", { class: "round-door-words" },
      make("span", {}, door.members.map((one) => one.name).join("、") || (door.kind === "home" ? say("nobodyKnown") : say("common"))),
      make("span", { class: "muted" }, Object.entries(door.facts).map(([fact, why]) => `${say(`fact-${fact}`)}${say(why)}`).join(" · "))),
    notes.length ? make("span", { class: "round-state" }, sign(trouble ? "warn" : "check"), visit?.label ?? say("noted")) : ""));
}

function apiOf(found, door) {
  const notes = notesAt(door.place);
  const after = found.doors[found.doors.indexOf(door) + 1];
  return {
    last: (topic) => notes.findLast((note) => note.topic === topic),
    all: (start) => [...new Set(notes.map((note) => note.topic).filter((topic) => topic.startsWith(start)))],
    back: () => { location.hash = ""; },
    next: () => { location.hash = after ? `#${after.place}` : ""; },
    undo: async (which) => { await dropNote(which); await read(); draw(); tell(); },
    note: async (kind, data, topic, label, picture) => {
      await saveNote({
        ...(picture ? { picture } : {}),
        key: key(), seq: await nextNumber(), at: Date.now(), account, day: found.day,
        round: found.round, place: door.place, kind, data, topic, label, sent: false,
      });
      await read();
      draw();
      tell();
      if (navigator.onLine) later();
    },
  };
}

/* A moment for taking it back, then it goes. */
let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(send, 4000);
}
