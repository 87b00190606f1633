/* When an htmx request fails, the page says so in its live region instead of doing nothing. */
import { iconNode, say } from "./phrases.js";

export function startRefusals(root) {
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    root.addEventListener(name, (event) => {
      if (!event.target.matches?.("[data-live]")) tell(say("refreshFailed"));
    });
  }
}

function tell(words) {
  const notice = document.createElement("div");
  const text = document.createElement("span");
  notice.className = "notice notice-error";
  text.textContent = words;
  notice.append(iconNode("warn"), text);
  document.getElementById("messages")?.replaceChildren(notice);
}
