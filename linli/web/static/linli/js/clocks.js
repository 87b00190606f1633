/* Rings move on each minute; data-since counts up in seconds (the wall); data-time shows the hour. */
const MINUTE = 60_000;

export function startClocks(root) {
  const rings = () => root.querySelectorAll("[data-clock]").forEach(turn);
  const seconds = () => {
    root.querySelectorAll("[data-since]").forEach(count);
    root.querySelectorAll("[data-time]").forEach(tell);
  };
  rings();
  seconds();
  root.addEventListener("htmx:afterSettle", seconds);
  setInterval(rings, MINUTE);
  if (root.querySelector("[data-since], [data-time]")) setInterval(seconds, 1000);
}

/* The server knows the working days; from its share at "now" the ring runs evenly to 1 at "due". */
function turn(ring) {
  if (!ring.matches(".clock-running, .clock-soon")) return;
  const from = Date.parse(ring.dataset.now);
  const due = Date.parse(ring.dataset.due);
  const start = Number(ring.dataset.share);
  const passed = due > from ? (Date.now() - from) / (due - from) : 1;
  const share = start + (1 - start) * Math.max(passed, 0);
  ring.querySelector(".clock-gone").setAttribute("stroke-dasharray", `${Math.min(share, 1) * 100} 100`);
  if (share >= 1) late(ring);
}

function late(ring) {
  ring.classList.remove("clock-running", "clock-soon");
  ring.classList.add("clock-overdue");
  ring.querySelector("svg").setAttribute("aria-label", `${ring.querySelector("text")?.textContent ?? ""} ${ring.dataset.late}`.trim());
  const word = ring.querySelector("[data-clock-word]");
  if (word) word.textContent = ring.dataset.late;
}

function count(element) {
  const passed = Math.max(0, Math.floor((Date.now() - Date.parse(element.dataset.since)) / 1000));
  const parts = [Math.floor(passed / 3600), Math.floor(passed / 60) % 60, passed % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  element.textContent = shown.map((part, at) => (at ? String(part).padStart(2, "0") : part)).join(":");
}

function tell(element) {
  element.textContent = new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
}
