/* Signing out takes a round's lists off this device; what is not sent yet is sent first, and kept where that fails. */
import { allNotes, allLists, clearLists, dropNote, isUsed } from "./store.js";
import { sync } from "./sync.js";

const SYNC = "/rounds/sync";

export function startLeaving(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.getAttribute("action")?.endsWith("/sign-out/") || form.dataset.left) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clean().catch(() => {}).finally(() => {
      form.dataset.left = "1";
      form.requestSubmit();
    });
  }, true);
}

async function clean() {
  if (!(await isUsed())) return;
  const accounts = new Set([...(await allLists()), ...(await allNotes())].map((one) => one.account));
  for (const account of accounts) await sync(account, SYNC);
  await clearLists();
  for (const note of await allNotes()) if (note.sent) await dropNote(note.key);
  for (const name of await caches.keys()) if (name.startsWith("linli-rounds")) await caches.delete(name);
}
