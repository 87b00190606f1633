/* data-read-aloud="#main" reads that element's text; the button hides where the browser has no voice. */
import { say } from "./phrases.js";

const BLOCKS = "h1, h2, h3, p, li, dt, dd, label, td, th, .matter-line, .tile, .notice, .money-large, .say a";

export function startAloud(root) {
  if (!("speechSynthesis" in window)) return;
  for (const button of root.querySelectorAll("[data-read-aloud]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) stop(button);
      else read(button);
    });
  }
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}

function read(button) {
  const texts = textsOf(document.querySelector(button.dataset.readAloud));
  if (!texts.length) return;
  const utterances = texts.map(utter);
  utterances.at(-1).addEventListener("end", () => mark(button, false));
  utterances[0].addEventListener("error", () => mark(button, false));
  mark(button, true);
  utterances.forEach((one) => speechSynthesis.speak(one));
}

function stop(button) {
  speechSynthesis.cancel();
  mark(button, false);
}

function utter(text) {
  const one = new SpeechSynthesisUtterance(text);
  one.lang = document.documentElement.lang.startsWith("en") ? "en-GB" : "zh-CN";
  one.rate = 0.9;
  return one;
}

/* Sentence by sentence: long texts are cut off by some engines. Only the innermost blocks, so nothing is said twice. */
function textsOf(element) {
  if (!element) return [];
  return [...element.querySelectorAll(BLOCKS)]
    .filter((block) => block.getClientRects().length && !block.querySelector(BLOCKS))
    .flatMap((block) => block.innerText.split(/(?<=[。!?;!?])/))
    .map((text) => text.trim())
    .filter(Boolean);
}

function mark(button, on) {
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = say(on ? "readStop" : "readAloud");
}
