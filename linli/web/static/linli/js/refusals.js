/* When an htmx request fails, the page says so in its live region instead of doing nothing. */
import { iconNode, say } from "./phrases.js";

export function startRefusals(root) {
  /* A refusal that names its place (HX-Retarget) is shown there although its status is an error. */
  root.addEventListener("htmx:beforeSwap", (event) => {
    if (placed(event)) event.detail.shouldSwap = true;
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    root.addEventListener(name, (event) => {
      if (!event.target.matches?.("[data-live]") && !placed(event)) tell(say("refreshFailed"));
    });
  }
}

function placed(event) {
  return Boolean(event.detail.xhr?.getResponseHeader("HX-Retarget"));
}

function tell(words) {
  const notice = document.createElement("div");
  const text = document.createElement("span");
  notice.className = "notice notice-error";
  text.textContent = words;
  notice.append(iconNode("warn"), text);
  document.getElementById("messages")?.replaceChildren(notice);
}
