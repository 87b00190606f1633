/* Drafts live in IndexedDB, which keeps pictures too. Every call answers with a promise. */
const STORE = "drafts";
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open("linli", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function ask(mode, work) {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

export const readDraft = (key) => ask("readonly", (store) => store.get(key));
export const writeDraft = (draft) => ask("readwrite", (store) => store.put(draft));
export const dropDraft = (key) => ask("readwrite", (store) => store.delete(key));
