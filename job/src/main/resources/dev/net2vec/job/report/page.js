"use strict";
(() => {
  const make = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const number = (text) => {
    const found = parseFloat(text.replaceAll(",", ""));
    return Number.isNaN(found) ? null : found;
  };

  // Sorts by a column; cells without a value come last either way.
  const sort = (table, header) => {
    const at = header.cellIndex;
    const down = header.getAttribute("aria-sort") === "ascending";
    const numeric = header.classList.contains("n");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => {
      const text = row.cells[at].textContent;
      return { row, key: numeric ? number(text) : text || null };
    });
    const collator = new Intl.Collator("en", { numeric: true });
    const compare = numeric ? (a, b) => a - b : collator.compare;
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return down ? compare(b.key, a.key) : compare(a.key, b.key);
    });
    body.append(...keyed.map((each) => each.row));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
  };

  const sortable = (table) => {
    for (const header of table.tHead.rows[0].cells) {
      const button = make("button", header.textContent);
      button.type = "button";
      button.addEventListener("click", () => sort(table, header));
      header.replaceChildren(button);
    }
  };

  const filter = (table) => {
    const label = make("label", "Filter");
    const input = make("input");
    input.type = "search";
    const count = make("output");
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !words.every((word) => texts[i].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    };
    input.addEventListener("input", apply);
    label.append(input);
    return [label, count];
  };

  const more = (table) => {
    table.classList.add("brief");
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.addEventListener("change", () => table.classList.toggle("brief", !box.checked));
    label.append(box, "all figures");
    return [label];
  };

  for (const table of document.querySelectorAll("main table")) {
    const tools = make("div");
    tools.className = "tools";
    if (table.classList.contains("long")) {
      tools.append(...filter(table));
      sortable(table);
    }
    if (table.dataset.more === "true") tools.append(...more(table));
    if (tools.firstChild) table.parentElement.before(tools);
  }

  // Charts, drawn again where the colours or the width change.
  const data = JSON.parse(document.getElementById("data").textContent);
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d1f", "#7f7f7f"];
  const short = (text) => (text.length > 40 ? text.slice(0, 39) + "…" : text);
  const digits = (value) => (value == null ? "–" : String(Number(value.toPrecision(5))));
  const drawings = [];

  const chart = (place, label, options, values) => {
    const canvas = make("div");
    canvas.setAttribute("role", "img");
    place.append(canvas);
    let plot;
    const draw = (given) => {
      if (given) [label, options, values] = given;
      const style = getComputedStyle(document.documentElement);
      const ink = style.getPropertyValue("--ink").trim();
      const grid = { stroke: style.getPropertyValue("--line").trim(), width: 1 };
      if (plot) plot.destroy();
      canvas.setAttribute("aria-label", label);
      plot = new uPlot(
        {
          width: Math.max(280, place.clientWidth),
          height: 320,
          ...options,
          axes: options.labels.map((text, i) => ({
            label: text,
            stroke: ink,
            grid,
            ticks: grid,
            size: i ? 70 : 45,
            ...(i || !options.scales.x.time ? { values: (self, splits) => splits.map((split) => (split == null ? "" : digits(split))) } : {}),
          })),
        },
        values,
        canvas,
      );
    };
    draw();
    drawings.push(draw);
    return draw;
  };

  const number5 = (self, value) => digits(value);

  /** Lines that share their x; the first is the widest. */
  const lines = (place, label, axes, time, x, series) =>
    chart(
      place,
      `${label} for ${series.map((line) => short(line.name)).join(", ")}`,
      {
        scales: { x: { time } },
        labels: axes,
        series: [
          time ? { label: axes[0] } : { label: axes[0], value: number5 },
          ...series.map((line, i) => ({
            label: short(line.name),
            stroke: COLOURS[i % COLOURS.length],
            width: i ? 1.5 : 3,
            spanGaps: time,
            value: number5,
          })),
        ],
      },
      [x, ...series.map((line) => line.values)],
    );

  /** A chart of one group at a time. */
  const picker = (place, groups, given) => {
    const draw = chart(place, ...given(groups[0]));
    if (groups.length < 2) return;
    const label = make("label", "Group");
    const select = make("select");
    groups.forEach((one, i) => {
      const option = make("option", short(one.name));
      option.value = i;
      select.append(option);
    });
    select.addEventListener("change", () => draw(given(groups[select.value])));
    label.append(select);
    const tools = make("div");
    tools.className = "tools";
    tools.append(label);
    place.before(tools);
  };

  if (data.by_b) {
    const series = data.by_b.series;
    const x = [...new Set(series.flatMap((line) => line.b))].sort((a, b) => a - b);
    const place = document.getElementById("by-b");
    if (data.by_b.left_out) {
      place.before(make("p", `All instances, and the ${series.length - 1} groups with the lowest values; the table has all.`));
    }
    lines(
      place,
      "Lines of the value by b, of which the table of groups has the figures,",
      ["b (factor_pos_class)", "value"],
      false,
      x,
      series.map((line) => ({ name: line.name, values: x.map((b) => line.values[line.b.indexOf(b)] ?? null) })),
    );
  }

  if (data.curves && data.curves.length) {
    picker(document.getElementById("precision-recall"), data.curves, (one) => {
      const points = one.recall
        .map((recall, i) => [recall, one.precision[i], one.thresholds[i]])
        .filter(([recall, precision]) => recall !== null && precision !== null)
        .reverse();
      return [
        `Precision by recall of ${short(one.name)}`,
        {
          scales: { x: { time: false, range: [0, 1.02] }, y: { range: [0, 1.02] } },
          labels: ["recall", "precision"],
          series: [
            { label: "recall", value: number5 },
            { label: "precision", stroke: COLOURS[0], width: 2, value: number5 },
            { label: "threshold", show: true, stroke: "transparent", points: { show: false }, value: number5 },
          ],
        },
        [0, 1, 2].map((i) => points.map((point) => point[i])),
      ];
    });
    lines(
      document.getElementById("iou"),
      "Lines of the IoU of all pixels by threshold",
      ["threshold (output_thresh)", "IoU of all pixels"],
      false,
      data.curves[0].thresholds,
      data.curves.map((one) => ({ name: one.name, values: one.iou })),
    );
  }

  if (data.histograms && data.histograms.length) {
    picker(document.getElementById("histogram"), data.histograms, (one) => {
      const bins = one.counts.length;
      const wide = (one.high - one.low) / bins || 1;
      const middles = one.counts.map((count, i) => one.low + (i + 0.5) * wide);
      const total = one.counts.reduce((a, b) => a + b, 0);
      return [
        `Histogram of ${total} values of ${short(one.name)}, from ${digits(one.low)} to ${digits(one.high)}`,
        {
          scales: { x: { time: false, range: [one.low - wide / 2, one.low + (bins + 0.5) * wide] }, y: { range: [0, Math.max(...one.counts) * 1.08] } },
          labels: ["value", "instances"],
          series: [
            { label: "value, middle of the bin", value: number5 },
            { label: "instances", fill: COLOURS[0], stroke: COLOURS[0], width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.94, 200] }), value: number5 },
          ],
        },
        [middles, one.counts],
      ];
    });
  }

  if (data.history) {
    lines(
      document.getElementById("history"),
      "Lines of the value by run",
      ["started", "value"],
      true,
      data.history.started,
      data.history.series,
    );
  }

  let waiting;
  const redraw = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => drawings.forEach((draw) => draw()), 100);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("resize", redraw);
  addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((each) => (each.open = true)));
})();
