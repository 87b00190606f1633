/* What a tablet keeps of a round: today's lists, and what was noted until the server has it.
   Lists go at sign-out, at the end of the day, and when the account ends; notes go when they are acknowledged. */
const NAME = "linli-rounds";
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lists", { keyPath: "round" });
      request.result.createObjectStore("notes", { keyPath: "key" });
      request.result.createObjectStore("facts", { keyPath: "name" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function ask(store, mode, work) {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => done(request?.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

export const allLists = () => ask("lists", "readonly", (store) => store.getAll());
export const saveList = (list) => ask("lists", "readwrite", (store) => store.put(list));
export const dropList = (round) => ask("lists", "readwrite", (store) => store.delete(round));
export const allNotes = () => ask("notes", "readonly", (store) => store.getAll());
export const saveNote = (note) => ask("notes", "readwrite", (store) => store.put(note));
export const dropNote = (key) => ask("notes", "readwrite", (store) => store.delete(key));

async function fact(name, first) {
  const known = await ask("facts", "readonly", (store) => store.get(name));
  if (known) return known.value;
  const value = first();
  await ask("facts", "readwrite", (store) => store.put({ name, value }));
  return value;
}

export const deviceName = () => fact("device", () => key());

/* Counts up on this device and never back, whatever its clock does. One transaction, so that two tabs do not share a number. */
export async function nextNumber() {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction("facts", "readwrite");
    const store = transaction.objectStore("facts");
    let value;
    store.get("seq").onsuccess = (event) => {
      value = (event.target.result?.value ?? 0) + 1;
      store.put({ name: "seq", value });
    };
    transaction.oncomplete = () => done(value);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

export function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Everything of this browser, or what does not belong to this account and this day. */
export async function clearLists(keep = () => false) {
  for (const list of await allLists()) if (!keep(list)) await dropList(list.round);
}

export async function clearAll() {
  await clearLists();
  for (const note of await allNotes()) await dropNote(note.key);
}

/* True where this browser ever held a round; asks without making the database. */
export async function isUsed() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some((one) => one.name === NAME);
}
