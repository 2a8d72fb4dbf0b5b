import { dirname, join } from "node:path/posix";

/** A part of a page that stands or goes as a whole: a paragraph, an item of a list, a row, a block of code, or blank lines. */
interface Block {
  readonly kind: "text" | "row" | "code" | "heading" | "blank";
  readonly text: string;
}

/**
 * A page without what links to files that are gone: the paragraph, item or row goes, a block of code that such a paragraph
 * leads to, and what that leaves empty: tables without rows, headings without text.
 */
export function withoutLinks(page: string, path: string, isGone: (target: string) => boolean): string {
  const links = (text: string) =>
    [...text.matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g)].some(([, to]) => isGone(join(dirname(path), to!)));
  const blocks = blocksOf(page);
  const goes = blocks.map(({ kind, text }) => kind !== "code" && links(text));
  if (!goes.includes(true)) return page;
  for (const [i, { kind, text }] of blocks.entries())
    if (goes[i] && kind === "text" && text.trimEnd().endsWith(":")) {
      const next = blocks.findIndex((block, at) => at > i && block.kind !== "blank");
      if (blocks[next]?.kind === "code") goes[next] = true;
    }
  const left = withoutEmpty(blocks.filter((_, i) => !goes[i]));
  return `${left
    .map(({ text }) => text)
    .join("")
    .replaceAll(/\n{3,}/g, "\n\n")
    .replace(/^\n+/, "")
    .trimEnd()}\n`;
}

function withoutEmpty(blocks: readonly Block[]): Block[] {
  const tables = blocks.filter((block, i) => {
    const isTop = block.kind === "row" && blocks[i - 1]?.kind !== "row";
    const isRule = block.kind === "row" && blocks[i - 2]?.kind !== "row" && blocks[i - 1]?.kind === "row";
    const end = isTop ? blocks[i + 2] : blocks[i + 1];
    return !((isTop || isRule) && end?.kind !== "row");
  });
  return tables.filter((block, i) => {
    if (block.kind !== "heading") return true;
    const next = tables.slice(i + 1).find(({ kind }) => kind !== "blank");
    const level = (text: string) => /^#+/.exec(text)![0].length;
    return next !== undefined && !(next.kind === "heading" && level(next.text) <= level(block.text));
  });
}

/** The page's blocks, which together are the page. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let fence: string | undefined;
  for (const line of page.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const [mark] = /^ *(```+|~~~+)/.exec(line) ?? [];
    const last = blocks.at(-1);
    const isInside = fence !== undefined;
    if (mark !== undefined) fence = fence === undefined ? mark.trim() : undefined;
    const kind = isInside || mark !== undefined ? "code" : kindOf(line);
    const goesOn =
      last?.kind === kind &&
      (kind === "code" ? isInside : kind === "text" && !/^ *([-*+]|\d+\.) /.test(line));
    if (last && goesOn) blocks[blocks.length - 1] = { kind, text: last.text + line };
    else blocks.push({ kind, text: line });
  }
  return blocks;
}

function kindOf(line: string): Block["kind"] {
  if (line.trim() === "") return "blank";
  if (/^#{1,6} /.test(line)) return "heading";
  return line.startsWith("|") ? "row" : "text";
}
