import { escaped } from "../../values/markup.ts";
import type { NodeKind } from "../wiring/wiring.ts";
import { type Frame, frameTitle, type Layout, type PlacedArrow, type Point } from "./layout.ts";
import { lookOf, style } from "./looks.ts";
import { type Mark, markStyle, marks } from "./marks.ts";
import { cutTo, widthOf } from "./text-width.ts";

/** A node as it is drawn: a card with an icon, its name, and a line below. */
export interface Card {
  readonly urn: string;
  /** The resource's logical name, which its id is made of. */
  readonly resource: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly caption: string;
  readonly mark?: Mark;
}

/** An arrow as it is drawn. */
export interface Stroke {
  readonly mark?: Mark;
  readonly failure: boolean;
  readonly lines: readonly string[];
}

export interface Drawing {
  readonly title: string;
  readonly description: string;
  readonly layout: Layout;
  readonly cards: readonly Card[];
  readonly strokes: readonly Stroke[];
  /** Cards that a keyboard reaches, for a page that answers to them. */
  readonly interactive: boolean;
  /** Before every id, for a page with several drawings. */
  readonly prefix: string;
  /** Whether cards and arrows have marks. */
  readonly marked: boolean;
}

const edge = 12;
const nameSize = 13;
const smallSize = 11;
const lineHeight = 13;
const cardHeight = 42;
const textAt = 40;
const widestText = 150;
const badgeWidth = 14;

/** The size of a card: as wide as its longer line. */
export function sizeOf({ name, caption, mark }: Pick<Card, "name" | "caption" | "mark">) {
  const text = Math.max(widthOf(name, nameSize, true), widthOf(caption, smallSize));
  const badge = mark ? badgeWidth : 0;
  return { width: Math.ceil(textAt + Math.min(text, widestText) + badge + 12), height: cardHeight };
}

/** The size of an arrow's label. */
export function labelSize(lines: readonly string[]) {
  return {
    width: Math.ceil(Math.max(...lines.map((line) => widthOf(line, smallSize)))) + 6,
    height: lines.length * lineHeight + 2,
  };
}

/** The drawing as SVG that needs nothing else. */
export function drawn(drawing: Drawing): string {
  const { title, description, layout, cards, strokes, interactive, prefix, marked } = drawing;
  const [width, height] = [Math.ceil(layout.width) + 2 * edge, Math.ceil(layout.height) + 2 * edge];
  const ids = idsOf(cards);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${interactive ? "group" : "img"}" aria-labelledby="${prefix}diagram-title ${prefix}diagram-description">`,
    `<title id="${prefix}diagram-title">${escaped(title)}</title>`,
    `<desc id="${prefix}diagram-description">${escaped(description)}</desc>`,
    `<style>\n${marked ? `${style}\n${markStyle}` : style}\n</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    `<g transform="translate(${edge} ${edge})">`,
    ...[...layout.groups.values()].map(frameSvg),
    ...strokes.map((stroke, i) => strokeSvg(stroke, layout.arrows[i]!)),
    ...[...layout.groups].map(([label, frame]) => frameTitleSvg(label, frame)),
    ...cards.map((card, i) =>
      cardSvg(card, layout.boxes.get(card.urn)!, { id: `${prefix}${ids[i]!}`, interactive }),
    ),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** Ids that name the node and stay when others come and go. */
function idsOf(cards: readonly Card[]): string[] {
  const seen = new Map<string, number>();
  return cards.map(({ resource }) => {
    const id = `node-${resource}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}

function frameSvg({ x, y, width, height }: Frame): string {
  return `<rect class="frame" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/>`;
}

function frameTitleSvg(label: string, { x, y, width }: Frame): string {
  const title = cutTo(width - 24, label, smallSize, true);
  return `<text class="title" x="${round(x + 12)}" y="${round(y + frameTitle - 3)}">${escaped(title)}</text>`;
}

function cardSvg(
  card: Card,
  centre: Point,
  at: { readonly id: string; readonly interactive: boolean },
): string {
  const { tone, icon } = lookOf(card.kind);
  const { mark } = card;
  const { width, height } = sizeOf(card);
  const [x, y] = [round(centre.x - width / 2), round(centre.y - height / 2)];
  const keyboard = at.interactive ? ` tabindex="0" role="button"` : "";
  const text = (kind: string, at: number, value: string, size: number) =>
    `<text class="${kind}" x="${textAt}" y="${at}">${escaped(cutTo(widestText, value, size, kind === "name"))}</text>`;
  return [
    `<g class="node ${tone}${mark ? ` ${mark}` : ""}" id="${at.id}" data-urn="${escaped(card.urn)}"${keyboard} transform="translate(${x} ${y})">`,
    `<title>${escaped(`${card.name}: ${card.caption}${mark ? `, ${mark}` : ""}`)}</title>`,
    `<rect class="card" width="${width}" height="${height}" rx="6"/>`,
    `<rect class="tile" x="8" y="9" width="24" height="24" rx="5"/>`,
    `<path class="icon" transform="translate(10 11)" d="${icon}"/>`,
    text("name", 18, card.name, nameSize),
    text("caption", 32, card.caption, smallSize),
    ...(mark
      ? [`<text class="badge" x="${width - 12}" y="15" text-anchor="middle">${marks[mark]}</text>`]
      : []),
    "</g>",
  ].join("");
}

function strokeSvg(
  { failure, mark, lines: words }: Stroke,
  { lines, base, tip, label }: PlacedArrow,
): string {
  const path = lines.map((curve) => {
    const [start, ...rest] = curve.map(({ x, y }) => `${round(x)} ${round(y)}`);
    return `M${start}C${rest.join(" ")}`;
  });
  return [
    `<g class="edge${failure ? " failure" : ""}${mark ? ` ${mark}` : ""}">`,
    `<path class="line" d="${path.join("")}"/>`,
    `<polygon class="tip" points="${tipOf(base, tip)}"/>`,
    ...words.map((word, i) => {
      const y = (label?.y ?? 0) + 4 + (i - (words.length - 1) / 2) * lineHeight;
      return `<text class="label" x="${round(label?.x ?? 0)}" y="${round(y)}" text-anchor="middle">${escaped(word)}</text>`;
    }),
    "</g>",
  ].join("");
}

/** A triangle from the end of the line to the tip. */
function tipOf(end: Point, tip: Point): string {
  const [dx, dy] = [tip.x - end.x, tip.y - end.y];
  const half = 0.45;
  return [tip, { x: end.x - dy * half, y: end.y + dx * half }, { x: end.x + dy * half, y: end.y - dx * half }]
    .map(({ x, y }) => `${round(x)},${round(y)}`)
    .join(" ");
}

const round = (value: number) => Math.round(value * 10) / 10;
