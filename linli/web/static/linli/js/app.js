/* The entry: starts every behaviour on the page, and again on what htmx brings in. */
import { startAloud } from "./aloud.js";
import { startCharts } from "./charts.js";
import { startChips } from "./chips.js";
import { startClocks } from "./clocks.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startOnce } from "./once.js";
import { startPanes } from "./panes.js";
import { startPhotos } from "./photos.js";
import { startPlans } from "./plan.js";
import { startRefusals } from "./refusals.js";
import { startResend } from "./resend.js";
import { startRinging } from "./ringing.js";
import { startSteps } from "./steps.js";
import { startTextSize } from "./textsize.js";
import { startVoice } from "./voice.js";
import { startLeaving } from "./rounds/leaving.js";

/* These listen on the document and serve what comes later too. */
const once = [startLeaving, startChips, startDialogs, startKeys, startMenus, startOnce, startPanes, startRefusals, startTextSize, startClocks, startLive, startAloud, startRinging];
/* These prepare elements; they are safe to run twice on one. Photos stand before drafts, which give pictures back. */
const each = [startCharts, startPhotos, startVoice, startPlans, startDrafts, startSteps, startResend];

document.documentElement.classList.add("js");
for (const start of once) start(document);
for (const start of each) start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) for (const start of each) start(event.target);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector("[data-focus]")?.focus();
