/* Estate plan: groups with data-href act as links; arrow keys walk to the next building in that direction. */
import { fresh } from "./phrases.js";

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export function startPlans(root) {
  for (const plan of fresh(root, "[data-plan]", "Plan")) {
    for (const group of plan.querySelectorAll("[data-href]")) {
      group.setAttribute("tabindex", "0");
      group.setAttribute("role", "link");
    }
    plan.addEventListener("click", (event) => follow(event.target));
    plan.addEventListener("keydown", (event) => {
      if (event.key === "Enter") follow(event.target);
      if (WAYS[event.key] && walk(plan, event.target, WAYS[event.key])) event.preventDefault();
    });
  }
}

function follow(target) {
  const group = target.closest("[data-href]");
  if (group) location.assign(group.dataset.href);
}

function walk(plan, from, [dx, dy]) {
  const start = centre(from);
  const ranked = [...plan.querySelectorAll("a, [data-href]")]
    .filter((one) => one !== from)
    .map((one) => ({ one, x: centre(one).x - start.x, y: centre(one).y - start.y }))
    .map(({ one, x, y }) => ({ one, along: x * dx + y * dy, aside: Math.abs(x * dy) + Math.abs(y * dx) }))
    .filter(({ along, aside }) => along > 4 && aside <= along * 1.5)
    .sort((a, b) => a.along + a.aside * 2 - b.along - b.aside * 2);
  ranked[0]?.one.focus();
  return ranked.length > 0;
}

function centre(element) {
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
