/* The public account stands without scripts; a chart is drawn, and its library fetched, only when somebody opens it. */
for (const place of document.querySelectorAll("[data-chart-later]")) {
  place.addEventListener("toggle", async () => {
    const { startCharts } = await import("./charts.js");
    startCharts(document);
  }, { once: true });
}
