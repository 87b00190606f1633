/* data-voice="field id": what is said is written into the field. Hidden where the browser cannot listen. */
import { fresh, say } from "./phrases.js";

const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

export function startVoice(root) {
  if (!Recognition) return;
  for (const button of fresh(root, "[data-voice]", "Voice")) {
    const field = document.getElementById(button.dataset.voice);
    if (!field) continue;
    button.hidden = false;
    prepare(button, field);
  }
}

function prepare(button, field) {
  const ear = new Recognition();
  ear.lang = document.documentElement.lang.startsWith("en") ? "en-GB" : "zh-CN";
  ear.continuous = true;
  ear.addEventListener("result", (event) => {
    const heard = [...event.results].slice(event.resultIndex).filter((one) => one.isFinal).map((one) => one[0].transcript).join("");
    field.value += heard;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  ear.addEventListener("start", () => mark(button, true));
  ear.addEventListener("end", () => mark(button, false));
  ear.addEventListener("error", () => mark(button, false));
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? ear.stop() : ear.start()));
}

function mark(button, on) {
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = say(on ? "listening" : "speak");
}
