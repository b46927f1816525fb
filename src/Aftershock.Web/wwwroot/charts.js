// Draws each figure's series over its table of figures, which then opens on demand. Without this file the table stands.

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function colors() {
  // The custom properties hold light-dark(); a probe makes the browser choose.
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(["ink", "quiet", "line", "surface", "series", "window", "act", "raised"].map((n) => [n, read(n)]));
  probe.remove();
  return found;
}

const number = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits }).replaceAll(",", "\u202f");

/** Three significant digits, as the tables beside the charts print them. */
function rate(value) {
  const size = Math.abs(value);
  const decimals = value === 0 ? 0 : size < 0.1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  return value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replaceAll(",", "\u202f");
}

const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5) + 1;

/** Where a day stands on the axis: the middle of its period is the period's index. */
function place(points, day) {
  if (day < points[0][0] || day > points.at(-1)[1]) return null;
  for (let i = 0; i < points.length; i++) {
    const [from, to] = points[i];
    if (day <= to) return i - 0.5 + (days(from, day) - 0.5) / days(from, to);
  }
  return null;
}

function tip(data, point) {
  const [from, to, count, low, high, coverage, partial, inWindow] = point;
  const box = document.createElement("div");
  box.className = "tip";
  const line = (...parts) => {
    const row = document.createElement("div");
    row.append(...parts);
    box.append(row);
  };
  const strong = document.createElement("b");
  strong.textContent = `${number(count)} ${data.unit}`;
  line(from === to ? from : `${from} to ${to}`);
  line(strong, ` (${rate(low)}–${rate(high)})`);
  if (data.window && inWindow > 0 && inWindow < count) line(`${number(inWindow)} of these lie in the window`);
  if (partial) line("partial period");
  if (coverage < 0.9995) line(coverage > 0 ? `watched ${number(coverage * 100, 1)} % of its days` : "not watched");
  return box;
}

/** A horizontal stretch at a rate, with its interval as a band and its name; dashed over the whole width where its days lie outside. */
function rateMark(points, side, perStep, name, color, size) {
  const first = points[0][0], last = points.at(-1)[1];
  const outside = side.to < first || side.from > last;
  const from = outside || side.from < first ? first : side.from, to = outside || side.to > last ? last : side.to;
  return {
    x0: place(points, from) - 0.5 / days(points[0][0], points[0][1]), x1: place(points, to) + 0.5 / days(points.at(-1)[0], points.at(-1)[1]),
    y: side.rate * perStep, low: side.low * perStep, high: side.high * perStep, name, color, size, outside,
  };
}

function option(data, c, small, width) {
  const points = data.points;
  const n = points.length;
  const perStep = data.perStep;
  const narrow = n > 90;
  const size = small ? 10 : 11;
  const fontFamily = getComputedStyle(document.body).fontFamily;
  // On a phone there is no room for the days, which stand in the sentence and the table beside.
  const nameOf = (when, r) => `${when}${width >= 560 && (r.to < points[0][0] || r.from > points.at(-1)[1]) ? ` (${r.from} to ${r.to})` : ""}: ${rate(r.rate * perStep)} a ${data.by} (${rate(r.low * perStep)}–${rate(r.high * perStep)})`;
  const marks = [
    data.baseline && rateMark(points, data.baseline, perStep, nameOf("before", data.baseline), c.quiet, size),
    data.window && rateMark(points, data.window, perStep, nameOf("after", data.window), c.window, size),
  ].filter(Boolean);
  // Every interval in full: one that is cut off looks narrower than it is.
  const max = 1.04 * Math.max(4, data.top ?? 0, ...points.map((p) => p[4]), ...marks.map((m) => m.high));
  const hatched = { decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: c.surface } };
  // What lies in the window stands at the foot of its bar, the rest above it.
  const bars = (value, color) => ({
    type: "bar", stack: "count", z: 2, barCategoryGap: narrow ? "0%" : "28%", animation: !still && !small, animationDuration: 250,
    data: points.map((p) => ({ value: value(p), itemStyle: { color, ...(p[6] ? hatched : {}) } })),
  });
  // What is named beside the chart stands in rows above the plot, so that nothing is written over the figures.
  const rowHeight = 16;
  // The second name gets a row of its own where it would be written over the first.
  const px = (at) => 40 + ((at + 0.5) / n) * (width - 56);
  const long = (m) => m.name.length * size * 0.6;
  const isAtEnd = (m, i) => i === 1 && px(m.x1) > width * 0.55;
  const startOf = (m, i) => (isAtEnd(m, i) ? px(m.x1) - long(m) : px(m.x0));
  const tight = width < 560 || (marks.length === 2 && startOf(marks[1], 1) < startOf(marks[0], 0) + long(marks[0]) + 12);
  const top = small ? 10 : 10 + rowHeight * (tight ? 3 : 2);
  const blind = [];
  points.forEach((p, i) => { if (p[5] < 0.9995) blind.push(i); });

  const series = [
    {
      // What nobody watched, grey, below everything.
      type: "custom", silent: true, z: 1, animation: false, data: blind.map((i) => [i, points[i][5]]),
      renderItem: (_, api) => {
        const [x] = api.coord([api.value(0), 0]);
        const w = api.size([1, 0])[0];
        const top = api.coord([0, max])[1], bottom = api.coord([0, 0])[1];
        return { type: "rect", shape: { x: x - w / 2, y: top, width: w, height: bottom - top }, style: { fill: c.quiet, opacity: 0.22 * (1 - api.value(1)) + 0.06 } };
      },
    },
    bars((p) => p[7], c.window),
    bars((p) => p[2] - p[7], c.series),
    {
      // The exact interval of each count.
      type: "custom", silent: true, z: 3, animation: false, data: points.map((p, i) => [i, p[3], p[4]]),
      renderItem: (_, api) => {
        const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
        const w = Math.min(3.5, api.size([1, 0])[0] * 0.2);
        const style = { stroke: c.ink, opacity: narrow ? 0.2 : 0.4, lineWidth: 1, fill: "none" };
        const lines = [{ type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style }];
        if (!narrow) {
          for (const end of [low, high]) {
            lines.push({ type: "line", shape: { x1: end[0] - w, y1: end[1], x2: end[0] + w, y2: end[1] }, style });
          }
        }
        return { type: "group", children: lines };
      },
    },
  ];
  if (!small) {
    series.push({
      // The two rates compared, each over its days, with its interval.
      type: "custom", silent: true, z: 4, animation: false, data: marks.map((m, i) => [i]),
      renderItem: (_, api) => {
        const m = marks[api.value(0)];
        const w = api.size([1, 0])[0];
        const zero = api.coord([0, 0])[0];
        const x0 = zero + m.x0 * w, x1 = zero + m.x1 * w;
        const y = api.coord([0, m.y])[1], low = api.coord([0, m.low])[1], high = api.coord([0, m.high])[1];
        // The first name begins with its stretch; the second ends with it, in a row of its own where both do not fit.
        const atEnd = isAtEnd(m, api.value(0));
        const row = tight && api.value(0) === 1 ? 2 : 1;
        const nameY = row * rowHeight + 2;
        return {
          type: "group", children: [
            { type: "rect", shape: { x: x0, y: high, width: x1 - x0, height: low - high }, style: { fill: m.color, opacity: m.outside ? 0.07 : 0.16 } },
            { type: "line", shape: { x1: x0, y1: y, x2: x1, y2: y }, style: { stroke: m.color, lineWidth: m.outside ? 1 : 2, lineDash: m.outside ? [6, 4] : null } },
            { type: "text", style: { text: m.name, x: atEnd ? x1 : x0, y: nameY, align: atEnd ? "right" : "left", verticalAlign: "bottom", fill: m.color, fontSize: m.size, fontWeight: 600, fontFamily } },
          ],
        };
      },
    });
  }
  const lines = [];
  for (const event of data.events) {
    const at = place(points, event.date);
    // The row has room for one name; the others keep their line and are named below the chart.
    if (at !== null) lines.push({ at, text: small || lines.length > 0 ? "" : `${event.date} ${event.title}`, dash: [4, 3], color: c.ink });
  }
  for (const change of data.changes) {
    const at = place(points, change.date);
    if (at !== null) lines.push({ at, text: "", dash: [1, 3], color: c.quiet });
  }
  series.push({
    type: "custom", silent: true, z: 5, animation: false, data: lines.map((_, i) => [i]),
    renderItem: (_, api) => {
      const mark = lines[api.value(0)];
      const x = api.coord([0, 0])[0] + mark.at * api.size([1, 0])[0];
      const bottom = api.coord([0, 0])[1];
      const left = x > width * 0.55;
      return {
        type: "group", children: [
          { type: "line", shape: { x1: x, y1: mark.text ? top - rowHeight : top, x2: x, y2: bottom }, style: { stroke: mark.color, lineWidth: 1, lineDash: mark.dash } },
          { type: "text", style: { text: mark.text, x: left ? x - 5 : x + 5, y: top - rowHeight, align: left ? "right" : "left", fill: mark.color, fontSize: size, fontFamily, width: Math.max(60, (left ? x : width - x) - 20), overflow: "truncate" } },
        ],
      };
    },
  });
  return {
    animation: !still,
    textStyle: { fontFamily },
    aria: { enabled: false, decal: { show: false } },
    grid: { left: 8, right: 12, top, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: c.quiet, opacity: 0.12 } }, confine: true, transitionDuration: 0,
      backgroundColor: c.surface, borderColor: c.line, padding: [6, 10],
      formatter: (hits) => tip(data, points[hits[0].dataIndex]),
    },
    xAxis: {
      type: "category", data: points.map((p) => p[0]), axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } },
      axisLabel: { color: c.quiet, fontSize: size, hideOverlap: true, formatter: (day) => (data.by === "month" ? day.slice(0, 7) : small ? day.slice(5) : day) },
    },
    yAxis: {
      type: "value", min: 0, max, minInterval: 1,
      axisLabel: { color: c.quiet, fontSize: size, showMaxLabel: false, formatter: (value) => number(value) },
      splitLine: { lineStyle: { color: c.line } }, splitNumber: small ? 3 : 5,
    },
    series,
  };
}

function download(name, url) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function svgOf(plot) {
  const svg = plot.querySelector("svg").cloneNode(true);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

function savePng(plot, name, background) {
  const url = URL.createObjectURL(svgOf(plot));
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = plot.clientWidth * 2;
    canvas.height = plot.clientHeight * 2;
    const pen = canvas.getContext("2d");
    pen.fillStyle = background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => download(`${name}.png`, URL.createObjectURL(blob)));
  };
  picture.src = url;
}

function saveButtons(figure, plot) {
  const box = document.createElement("div");
  box.className = "save";
  const add = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    box.append(button);
  };
  const name = figure.dataset.file;
  add("SVG", () => download(`${name}.svg`, URL.createObjectURL(svgOf(plot))));
  add("PNG", () => savePng(plot, name, colors().surface));
  figure.querySelector(".under").append(box);
}

function draw(figure) {
  const data = JSON.parse(figure.dataset.chart);
  if (data.points.length === 0) return;
  const plot = figure.querySelector(".plot");
  const small = figure.classList.contains("small");
  plot.hidden = false;
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", `${figure.querySelector(".series").textContent}. ${figure.dataset.reading}`);
  const chart = window.echarts.init(plot, null, { renderer: "svg" });
  const paint = () => chart.setOption(option(data, colors(), small, plot.clientWidth), true);
  paint();
  figure.querySelector("details").open = false;
  if (!small) saveButtons(figure, plot);
  new ResizeObserver(() => { chart.resize(); paint(); }).observe(plot);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  plot.dataset.drawn = chart.getOption().yAxis[0].max;
}

if (window.echarts) {
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
}
