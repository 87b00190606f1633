/* Words come translated from the page (shells/phrases.jinja). */
const phrases = JSON.parse(document.getElementById("phrases")?.textContent || "{}");

export function say(key, values = {}) {
  return (phrases[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/* Elements under root (root itself too) that match and were not prepared before under this name. */
export function fresh(root, selector, name) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  const mark = `ready${name}`;
  return found.filter((element) => !element.dataset[mark] && (element.dataset[mark] = "1"));
}

export function iconNode(name) {
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}
