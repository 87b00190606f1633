/* [data-chart]: draws an ECharts option in the page's colours. ECharts is fetched only where a chart stands. */
import { fresh, say } from "./phrases.js";

const TOKENS = ["ink", "paper", "sheet", "muted", "enamel", "jade", "persimmon", "amber", "hairline", "amber-line", "enamel-wash"];
const SERIES = ["enamel", "jade", "amber-line", "muted"];

export async function startCharts(root) {
  const places = fresh(root, "[data-chart]", "Chart");
  if (!places.length) return;
  const source = document.querySelector("meta[name=echarts-url]").content;
  const echarts = await import(source).catch(() => null);
  places.forEach((place) => draw(echarts, place).catch(() => giveUp(place)));
}

async function draw(echarts, place) {
  const option = await optionOf(place);
  const colours = coloursOf(place);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({ ...frame(place, colours), ...painted(dressed(option, colours, sizeOf(place)), colours) });
  chart.on("click", ({ data }) => data?.href && location.assign(data.href));
  new ResizeObserver(() => chart.resize()).observe(place);
  place.addEventListener("htmx:beforeCleanupElement", () => chart.dispose());
}

async function optionOf(place) {
  if (!place.dataset.specUrl) return JSON.parse(document.getElementById(place.dataset.spec).textContent);
  const answer = await fetch(place.dataset.specUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`chart: ${answer.status}`);
  return answer.json();
}

function coloursOf(place) {
  const style = getComputedStyle(place);
  return Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function sizeOf(place) {
  return parseFloat(getComputedStyle(place).fontSize);
}

function frame(place, colours) {
  const style = getComputedStyle(place);
  const size = sizeOf(place);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 120,
    backgroundColor: "transparent",
    color: SERIES.map((name) => colours[name]),
    textStyle: { color: colours.ink, fontFamily: style.fontFamily, fontSize: size },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    /* An HTML tooltip would need inline styles, which the page's policy forbids. */
    tooltip: { renderMode: "richText", trigger: "item", backgroundColor: colours.ink, borderWidth: 0, textStyle: { color: colours.paper, fontSize: size } },
  };
}

/* Words of axes and legends in the size of the page: an elder's chart is read, too. */
function dressed(option, colours, size) {
  const axis = (one) => ({
    ...one,
    axisLine: { lineStyle: { color: colours.muted } },
    axisTick: { show: false },
    splitLine: { show: one.type === "value", lineStyle: { color: colours.hairline } },
    ...(one.max === 100 ? { interval: 25 } : { splitNumber: 3 }),
    axisLabel: { color: colours.ink, fontSize: size, hideOverlap: true, ...one.axisLabel },
  });
  const axes = (given) => (Array.isArray(given) ? given.map(axis) : given && axis(given));
  const dressing = { ...option };
  if (option.xAxis) dressing.xAxis = axes(option.xAxis);
  if (option.yAxis) dressing.yAxis = axes(option.yAxis);
  if (option.legend) dressing.legend = { textStyle: { color: colours.ink, fontSize: size }, top: 0, ...option.legend };
  if (option.tooltip) dressing.tooltip = { ...option.tooltip, renderMode: "richText" };
  dressing.series = [].concat(option.series ?? []).map((one) => (one.type === "bar" ? { barMaxWidth: 40, itemStyle: { borderRadius: 3 }, cursor: "pointer", ...one } : one));
  return dressing;
}

/* Colours are written as token names in the option: one option serves light and dark. */
function painted(value, colours) {
  if (Array.isArray(value)) return value.map((one) => painted(one, colours));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) =>
    [key, /color$/i.test(key) && typeof one === "string" ? colours[one] ?? one : painted(one, colours)]));
}

function giveUp(place) {
  place.textContent = say("chartFailed");
  place.classList.add("chart-failed");
  place.closest("figure")?.querySelector("details")?.setAttribute("open", "");
}
