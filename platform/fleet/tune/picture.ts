import { escaped } from "../../values/markup.ts";
import { ms } from "./proposal.ts";
import type { Measurement } from "./result.ts";

export interface Picture {
  readonly title: string;
  readonly measurements: readonly Measurement[];
  /** Memory sizes in MB. */
  readonly present: number;
  readonly proposed: number;
  /** `USD`. */
  readonly currency: string;
}

const [width, height] = [760, 440];
const plot = { left: 80, right: 680, top: 112, bottom: 372 } as const;

/** Colours for light and dark surroundings; the two series differ in dash and marker too. */
const style = `
  .page { fill: #ffffff; } text { fill: #24292f; font: 13px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; }
  .axis, .grid { stroke: #8c959f; stroke-width: 1; } .grid { opacity: 0.3; } .mark { stroke: #8c959f; stroke-dasharray: 2 4; }
  .duration { stroke: #0969da; } .cost { stroke: #bc4c00; stroke-dasharray: 7 4; } .series { fill: none; stroke-width: 2.5; }
  .duration-fill { fill: #0969da; } .cost-fill { fill: #bc4c00; } .chosen { font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } text { fill: #e6edf3; } .duration { stroke: #58a6ff; } .cost { stroke: #f0883e; }
    .duration-fill { fill: #58a6ff; } .cost-fill { fill: #f0883e; }
  }`;

/** Duration and cost against memory as an SVG that needs nothing else. Memory is on a logarithmic axis: it doubles step by step. */
export function pictureOf({ title, measurements, present, proposed, currency }: Picture): string {
  const sizes = measurements.map(({ memory }) => memory);
  const [low, high] = [Math.log2(Math.min(...sizes)), Math.log2(Math.max(...sizes))];
  const x = (memory: number) =>
    plot.left + (high === low ? 0.5 : (Math.log2(memory) - low) / (high - low)) * (plot.right - plot.left);
  const durations = axisOf(measurements.map(({ duration }) => duration));
  const costs = axisOf(measurements.map(perMillion));
  const points = measurements.map((one) => ({
    x: x(one.memory),
    duration: durations.y(one.duration),
    cost: costs.y(perMillion(one)),
  }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(described(measurements, currency))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text([plot.left, 28], title, "title"),
    ...durations.ticks.flatMap((tick) => [
      line("grid", [plot.left, durations.y(tick)], [plot.right, durations.y(tick)]),
      text([plot.left - 10, durations.y(tick) + 4], tick === 0 ? "0" : ms(tick), "", "end"),
    ]),
    ...costs.ticks.map((tick) =>
      text([plot.right + 10, costs.y(tick) + 4], tick.toLocaleString("en-US", digits), "", "start"),
    ),
    line("axis", [plot.left, plot.bottom], [plot.right, plot.bottom]),
    ...labelled(sizes, x).map((memory) => text([x(memory), plot.bottom + 22], String(memory), "", "middle")),
    text([(plot.left + plot.right) / 2, plot.bottom + 46], "memory in MB", "", "middle"),
    ...marked(x, proposed, sizes.includes(present) ? present : undefined),
    ...legend(currency),
    series(
      "duration",
      points.map((point) => `${round(point.x)},${round(point.duration)}`),
    ),
    series(
      "cost",
      points.map((point) => `${round(point.x)},${round(point.cost)}`),
    ),
    ...points.flatMap((point) => [
      `<circle class="duration-fill" cx="${round(point.x)}" cy="${round(point.duration)}" r="4.5"/>`,
      `<rect class="cost-fill" x="${round(point.x - 4)}" y="${round(point.cost - 4)}" width="8" height="8"/>`,
    ]),
    "</svg>",
    "",
  ].join("\n");
}

/** Cost of a million invocations. */
export const perMillion = ({ cost }: Pick<Measurement, "cost">) => cost * 1_000_000;

const digits = { maximumSignificantDigits: 3 };

/** `0.210`, `12.5`, `1,840`: three digits that count. */
export function amount(value: number): string {
  return value.toLocaleString("en-US", { ...digits, minimumSignificantDigits: 3 });
}

/** An axis from 0 to a round number above the largest value, in four steps or five. */
function axisOf(values: readonly number[]) {
  const most = Math.max(...values) || 1;
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one * 5 >= most) ?? most / 4;
  const top = Math.ceil(most / step) * step;
  return {
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step),
    y: (value: number) => plot.bottom - (value / top) * (plot.bottom - plot.top),
  };
}

/** The function's present and proposed size; in two rows, so that labels of neighbours don't meet. */
function marked(x: (memory: number) => number, proposed: number, present: number | undefined): string[] {
  const at = (memory: number, label: string, y: number, kind: string) => [
    line("mark", [x(memory), y + 6], [x(memory), plot.bottom]),
    text([x(memory), y], label, kind, anchor(x(memory))),
  ];
  if (present === proposed) return at(present, `now and proposed: ${present} MB`, 100, "chosen");
  return [
    ...(present === undefined ? [] : at(present, `now: ${present} MB`, 100, "")),
    ...at(proposed, `proposed: ${proposed} MB`, 80, "chosen"),
  ];
}

/** Sizes whose labels have room beside the one before. */
function labelled(sizes: readonly number[], x: (memory: number) => number): number[] {
  const shown: number[] = [];
  for (const size of sizes) {
    const before = shown.at(-1);
    if (before === undefined || x(size) - x(before) >= 44) shown.push(size);
  }
  return shown;
}

/** Labels at the edges grow towards the middle. */
function anchor(x: number): string {
  if (x < plot.left + 60) return "start";
  return x > plot.right - 60 ? "end" : "middle";
}

function legend(currency: string): string[] {
  const y = 48;
  return [
    `<path class="series duration" d="M${plot.left} ${y - 4}h28"/>`,
    `<circle class="duration-fill" cx="${plot.left + 14}" cy="${y - 4}" r="4.5"/>`,
    text([plot.left + 36, y], "average duration"),
    `<path class="series cost" d="M${plot.left + 170} ${y - 4}h28"/>`,
    `<rect class="cost-fill" x="${plot.left + 180}" y="${y - 8}" width="8" height="8"/>`,
    text([plot.left + 206, y], `cost of a million invocations in ${currency}`),
  ];
}

function described(measurements: readonly Measurement[], currency: string): string {
  return measurements
    .map((one) => `${one.memory} MB: ${ms(one.duration)}, ${amount(perMillion(one))} ${currency} per million`)
    .join("; ");
}

const round = (value: number) => Math.round(value * 10) / 10;

type Point = readonly [x: number, y: number];

function line(kind: string, [x1, y1]: Point, [x2, y2]: Point): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function text([x, y]: Point, label: string, kind = "", at = "start"): string {
  return `<text${kind && ` class="${kind}"`} x="${round(x)}" y="${round(y)}" text-anchor="${at}">${escaped(label)}</text>`;
}

function series(kind: string, points: readonly string[]): string {
  return `<polyline class="series ${kind}" points="${points.join(" ")}"/>`;
}
