/* Elements with data-live="key1 key2" get the event "live" when one of their keys is told of on the stream;
   with hx-trigger="live" htmx fetches them anew. The stream is asked for the keys that the page shows, and
   opened anew when a part with another key comes in. A message is a key, or JSON with "key" or "keys". */
import { say } from "./phrases.js";

const LONGEST = 60_000;
const PATIENCE = 4000;
let failures = 0;
let patience;
let stream;
let retry;
let asked = "";

export function startLive() {
  const url = document.querySelector("meta[name=live-url]")?.content;
  if (url) {
    connect(url);
    document.addEventListener("htmx:afterSettle", () => shownKeys() !== asked && connect(url));
    window.addEventListener("pagehide", () => stream?.close());
    /* A page that comes back from the browser's memory has missed what was told meanwhile. */
    window.addEventListener("pageshow", (event) => event.persisted && (failures += 1) && connect(url));
  }
  window.addEventListener("offline", () => sign(true));
  window.addEventListener("online", () => sign(false));
}

function shownKeys() {
  const shown = [...document.querySelectorAll("[data-live]")].flatMap((part) => part.dataset.live.split(/\s+/));
  return [...new Set(shown.filter(Boolean))].sort().join(",");
}

function connect(url) {
  stream?.close();
  clearTimeout(retry);
  asked = shownKeys();
  if (!asked) return;
  const current = new EventSource(`${url}?keys=${encodeURIComponent(asked)}`, { withCredentials: true });
  stream = current;
  current.addEventListener("open", () => {
    clearTimeout(patience);
    sign(false);
    if (failures) refreshAll();
    failures = 0;
  });
  current.addEventListener("message", (event) => keysOf(event.data).forEach(refresh));
  current.addEventListener("error", () => {
    current.close();
    if (current !== stream) return;
    if (!failures) patience = setTimeout(() => sign(true), PATIENCE);
    failures += 1;
    retry = setTimeout(() => connect(url), Math.min(1000 * 2 ** failures, LONGEST) * (0.5 + Math.random() / 2));
  });
}

function keysOf(data) {
  try {
    const message = JSON.parse(data);
    return message.keys ?? (message.key ? [message.key] : []);
  } catch {
    return data.trim() ? [data.trim()] : [];
  }
}

function refresh(key) {
  document.querySelectorAll(`[data-live~="${CSS.escape(key)}"]`).forEach(wake);
}

/* What was told while the line was down is not told again. */
function refreshAll() {
  document.querySelectorAll("[data-live]").forEach(wake);
}

function wake(element) {
  element.dispatchEvent(new CustomEvent("live"));
}

function sign(shown) {
  const box = document.getElementById("offline");
  if (!box) return;
  box.hidden = !shown;
  box.querySelector("[data-offline-word]").textContent = shown ? say(document.querySelector(".shell-wall") ? "offlineWall" : "offline") : "";
}
