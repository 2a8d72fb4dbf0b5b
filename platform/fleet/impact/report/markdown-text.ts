/**
 * The longest comment that GitHub takes: "Body is too long (maximum is 65536 characters)", its API's answer to a longer one. Counted in
 * bytes, which are never fewer.
 */
export const mostBytes = 65_536;

/** A title and entries, each whole by itself. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Longest text of a program's in one line. */
const longest = 600;

/** Text as code: nothing in it is Markdown, HTML or a mention. Source: "Code spans", GitHub Flavored Markdown Spec. */
export function codeSpan(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const short =
    line.length > longest ? `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
  const fence = "`".repeat(longestRun(short) + 1);
  const space = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return short === "" ? "" : `${fence}${space}${short}${space}${fence}`;
}

/** Text of several lines as a block of code. Source: "Fenced code blocks", GitHub Flavored Markdown Spec. */
export function fenced(text: string): string {
  const most = 2000;
  const short = text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
  const fence = "`".repeat(Math.max(3, longestRun(short) + 1));
  return [fence, short, fence].map((part) => part.replaceAll(/^/gm, "  ")).join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Room for the sentences about what is left out. */
const reserve = 400;

/** The head and as many entries as there is room for, in their order. */
export function written(head: readonly string[], sections: readonly Section[], bytes: number): string {
  const lines = [...head];
  let used = sizeOf(head.join("\n"));
  let leftOut = 0;
  for (const { title, lines: entries } of sections) {
    if (entries.length === 0) continue;
    const heading = ["", `#### ${title}`, ""];
    let room = bytes - reserve - used - sizeOf(heading.join("\n")) - 1;
    const fitting: string[] = [];
    for (const entry of entries) {
      const size = sizeOf(entry) + 1;
      if (size > room) break;
      room -= size;
      fitting.push(entry);
    }
    leftOut += entries.length - fitting.length;
    if (fitting.length === 0) continue;
    lines.push(...heading, ...fitting);
    used = sizeOf(lines.join("\n"));
  }
  if (leftOut > 0)
    lines.push("", `**${leftOut} more entries are left out here**; \`npm run impact\` prints them all.`);
  return `${lines.join("\n")}\n`;
}

const sizeOf = (text: string) => Buffer.byteLength(text);
