/* Keeps the page of the round and its parts for a day without network. Lists and notes are not its business. */
const KEPT = __KEPT__;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT.name).then((cache) => Promise.all(
    [...KEPT.files, KEPT.page].map((one) => fetch(one, { cache: "reload", credentials: "same-origin" })
      .then((answer) => (isOurs(answer) ? cache.put(one, answer) : null), () => null)))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("linli-rounds") && name !== KEPT.name).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === KEPT.page) event.respondWith(fromNetwork(request, KEPT.page));
  else if (KEPT.files.includes(address.pathname)) event.respondWith(fromNetwork(request, address.pathname));
});

const isOurs = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

async function fromNetwork(request, name) {
  const cache = await caches.open(KEPT.name);
  try {
    const answer = await fetch(request);
    if (isOurs(answer)) await cache.put(name, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(name);
    if (kept) return kept;
    throw error;
  }
}
