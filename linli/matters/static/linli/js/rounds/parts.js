/* Small builders of what a door shows. */
import { iconNode } from "../phrases.js";

export const words = JSON.parse(document.getElementById("round-words")?.textContent || "{}");

export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/* make("button", {class: "btn", onclick: f, "aria-pressed": "true"}, "words", node) */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const plate = (text, size = "m") => make("span", { class: `plate plate-${size}` }, text);
export const sign = (name) => iconNode(name);

export function tap(label, press, { pressed = false, icon, look = "btn-plain" } = {}) {
  return make("button", { type: "button", class: `btn ${pressed ? "btn-primary" : look}`, "aria-pressed": String(pressed), onclick: press }, icon ? sign(icon) : "", label);
}

let count = 0;
export function line(label, attributes = {}) {
  const id = `round-field-${++count}`;
  const input = make(attributes.rows ? "textarea" : "input", { id, class: "form-control", autocomplete: "off", ...attributes });
  return { input, node: make("div", { class: "field" }, make("label", { class: "form-label", for: id }, label), input) };
}

export function choose(label, options) {
  const id = `round-field-${++count}`;
  const input = make("select", { id, class: "form-select" }, options.map(([value, word]) => make("option", { value }, word)));
  return { input, node: make("div", { class: "field" }, make("label", { class: "form-label", for: id }, label), input) };
}
