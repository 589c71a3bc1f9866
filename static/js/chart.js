// Charts from data in the page: [data-chart="id of a json_script"], data-echarts with the
// address of ECharts, fetched only where a chart is. Canvas and rich-text tooltips: the
// CSP forbids the inline styles that the others write. The table twin is in the template.

const figure = new Intl.NumberFormat("id");
const MINUS = "\u2212";
const write = (n, sign = false) => {
  const text = figure.format(Math.abs(n));
  if (n < 0) return MINUS + text;
  return sign && n > 0 ? `+${text}` : text;
};
const token = (name) =>
  getComputedStyle(document.body).getPropertyValue(`--pd-${name}`).trim();

const STRIPES = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 };

function frame(categories, min) {
  const words = { color: token("ink-2"), fontSize: 11, fontFamily: "Inter, sans-serif" };
  return {
    animation: false,
    textStyle: { fontFamily: "Inter, 'Segoe UI', sans-serif" },
    grid: { left: 62, right: 18, top: 26, bottom: 26 },
    tooltip: { renderMode: "richText", trigger: "axis" },
    xAxis: {
      type: "category",
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-2") } },
      axisLabel: { ...words, interval: 0 },
    },
    yAxis: {
      type: "value",
      min,
      splitLine: { lineStyle: { color: token("line") } },
      axisLabel: { ...words, formatter: (n) => write(n) },
    },
  };
}

function waterfall(data) {
  const base = [];
  const bars = [];
  let level = 0;
  data.steps.forEach(({ value, kind }, at) => {
    const total = kind === "total";
    const from = total ? data.min || 0 : Math.min(level, level + value);
    level = total ? value : level + value;
    base.push(total ? 0 : from);
    const falls = !total && value < 0;
    const whole = at === 0 ? "ink-3" : "accent";
    const colour = total ? whole : falls ? "tms" : "new";
    bars.push({
      value: total ? value : Math.abs(value),
      raw: value,
      total,
      itemStyle: {
        color: falls ? token("tms-tint") : token(colour),
        borderColor: token(colour),
        borderWidth: 1,
        decal: falls ? { ...STRIPES, color: token("tms") } : { symbol: "none" },
      },
    });
  });
  const option = frame(data.steps.map((step) => step.label), data.min);
  option.tooltip.formatter = ([, bar]) =>
    `${bar.name}: ${write(bar.data.raw, !bar.data.total)}`;
  const label = {
    show: true,
    position: "top",
    color: token("ink"),
    fontWeight: 650,
    fontSize: 12,
    formatter: ({ data: bar }) => write(bar.raw, !bar.total),
  };
  option.series = [
    { type: "bar", stack: "w", data: base, silent: true, itemStyle: { color: "transparent", decal: { symbol: "none" } } },
    { type: "bar", stack: "w", data: bars, barWidth: "64%", label },
  ];
  return option;
}

function line(data) {
  const option = frame(data.labels, data.min);
  option.tooltip.valueFormatter = (n) => write(n);
  const last = data.values.length - 1;
  option.series = [{
    type: "line",
    name: data.name || "",
    symbol: "circle",
    symbolSize: 6,
    showAllSymbol: true,
    data: data.values.map((value, at) => ({
      value,
      label: { show: at === last, position: "top", align: "right", formatter: () => write(value), color: token("ink"), fontWeight: 650 },
    })),
    lineStyle: { color: token("accent"), width: 2 },
    itemStyle: { color: token("accent") },
  }];
  return option;
}

function pyramid(data) {
  const option = frame(data.labels);
  const words = option.xAxis.axisLabel;
  option.grid = { left: 52, right: 18, top: 30, bottom: 26 };
  option.legend = { top: 0, textStyle: words };
  option.yAxis = { ...option.xAxis };
  option.xAxis = {
    type: "value",
    splitLine: { lineStyle: { color: token("line") } },
    axisLabel: { ...words, interval: "auto", hideOverlap: true, formatter: (n) => write(Math.abs(n)) },
  };
  option.tooltip.valueFormatter = (n) => write(Math.abs(n));
  const side = (name, values, colour, decal) => ({
    type: "bar",
    name,
    stack: "usia",
    barCategoryGap: "12%",
    data: values,
    itemStyle: { color: token(colour), decal },
  });
  option.series = [
    side(data.names[0], data.men.map((n) => -n), "accent", { symbol: "none" }),
    side(data.names[1], data.women, "new", { ...STRIPES, color: token("surface") }),
  ];
  return option;
}

function map(data) {
  const most = Math.max(1, ...data.places.map((place) => place.value));
  const called = (code) => data.names[code] || code;
  return {
    animation: false,
    tooltip: { renderMode: "richText", formatter: ({ name, value }) => `${called(name)}: ${write(value || 0)}` },
    visualMap: {
      type: "piecewise",
      splitNumber: 5,
      min: 0,
      max: most,
      precision: 0,
      formatter: (low, high) => `${write(Math.round(low))} \u2013 ${write(Math.round(high))}`,
      inRange: { color: [token("surface"), token("accent")] },
      textStyle: { color: token("ink-2"), fontSize: 11 },
    },
    series: [{
      type: "map",
      map: data.url,
      name: data.name,
      data: data.places,
      label: { show: data.places.length <= 40, fontSize: 10, formatter: ({ name }) => called(name) },
      itemStyle: { borderColor: token("ink-3") },
    }],
  };
}

async function optionOf(echarts, data) {
  if (data.type === "waterfall") return waterfall(data);
  if (data.type === "pyramid") return pyramid(data);
  if (data.type !== "map") return line(data);
  const answer = await fetch(data.url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  echarts.registerMap(data.url, await answer.json());
  return map(data);
}

function fetchLibrary(address) {
  if (window.echarts) return Promise.resolve(window.echarts);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
}

/** Without its picture the box says so, and its table opens. */
function failed(box) {
  box.removeAttribute("role");
  box.removeAttribute("aria-label");
  box.classList.add("is-lost");
  box.textContent = box.dataset.lost;
  const twin = box.closest("section")?.querySelector(".pd-twin");
  if (twin) twin.open = true;
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  fetchLibrary(box.dataset.echarts).then(async (echarts) => {
    const option = await optionOf(echarts, data);
    const drawn = echarts.init(box, null, { renderer: "canvas" });
    drawn.setOption({ ...option, aria: { enabled: false, decal: { show: true } } });
    new ResizeObserver(() => drawn.resize()).observe(box);
  }).catch(() => failed(box));
}
