/* Elements with data-live="key1 key2" get the event "live" when one of their keys is told of on the stream;
   with hx-trigger="live" htmx fetches them anew. The stream is asked for the keys that the page shows, and
   opened anew when a part with another key comes in. A message is JSON with "keys"; its id is the moment, by
   the server's clock, up to which the page then knows everything. The stream begins with what was told after
   the moment that it is given, so nothing is missed while the line is down or not yet open. */
import { say } from "./phrases.js";

const LONGEST = 60_000;
const PATIENCE = 4000;
let failures = 0;
let patience;
let stream;
let retry;
let asked = "";
let heard = 0; // the last message's moment
let staleSince = Infinity; // the moment from which on something may be unknown; none while the line is good

export function startLive() {
  const meta = document.querySelector("meta[name=live-url]");
  if (meta) {
    const url = meta.content;
    heard = Number(meta.dataset.asOf);
    connect(url, heard);
    document.addEventListener("htmx:afterSettle", (event) => {
      if (shownKeys() !== asked) connect(url, Number(event.detail.xhr?.getResponseHeader("X-Linli-As-Of")) || heard);
    });
    window.addEventListener("pagehide", () => stream?.close());
    window.addEventListener("pageshow", (event) => event.persisted && connect(url, heard));
  }
  window.addEventListener("offline", () => sign(true));
  window.addEventListener("online", () => sign(false));
}

function shownKeys() {
  const shown = [...document.querySelectorAll("[data-live]")].flatMap((part) => part.dataset.live.split(/\s+/));
  return [...new Set(shown.filter(Boolean))].sort().join(",");
}

function connect(url, since) {
  stream?.close();
  clearTimeout(retry);
  staleSince = Math.min(staleSince, since);
  asked = shownKeys();
  if (!asked) return;
  const query = new URLSearchParams({ keys: asked, as_of: staleSince });
  const current = new EventSource(`${url}?${query}`, { withCredentials: true });
  stream = current;
  current.addEventListener("open", () => {
    clearTimeout(patience);
    sign(false);
    failures = 0;
  });
  current.addEventListener("message", (event) => {
    heard = Number(event.lastEventId);
    staleSince = Infinity;
    JSON.parse(event.data).keys.forEach(refresh);
  });
  current.addEventListener("error", () => {
    current.close();
    if (current !== stream) return;
    if (!failures) patience = setTimeout(() => sign(true), PATIENCE);
    failures += 1;
    retry = setTimeout(() => connect(url, heard), Math.min(1000 * 2 ** failures, LONGEST) * (0.5 + Math.random() / 2));
  });
}

function refresh(key) {
  document.querySelectorAll(`[data-live~="${CSS.escape(key)}"]`).forEach((part) => part.dispatchEvent(new CustomEvent("live")));
}

function sign(shown) {
  const box = document.getElementById("offline");
  if (!box) return;
  box.hidden = !shown;
  box.querySelector("[data-offline-word]").textContent = shown ? say(document.querySelector(".shell-wall") ? "offlineWall" : "offline") : "";
}
