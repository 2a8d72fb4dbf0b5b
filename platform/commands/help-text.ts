import { type Flag, type Flags, withHelp } from "./flags.ts";

/** Exit codes of every command. 130 is the shell's own for Ctrl-C. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, exists: 3, interrupted: 130 } as const;

/** Lines in two columns below a title. */
export interface Section {
  readonly title: string;
  readonly rows: readonly (readonly [left: string, right: string])[];
}

/** The page that `--help` prints. */
export interface HelpPage {
  /** As people type it: `npm run plan -- <service>`. */
  readonly usage: string;
  readonly description: string;
  readonly flags: Flags;
  /** Before the flags. */
  readonly sections?: readonly Section[];
  /** Lines after the flags. */
  readonly notes?: readonly string[];
  /** Meanings of exit codes, beside or in place of the usual ones. */
  readonly exits?: Readonly<Record<number, string>>;
}

const usualExits = {
  [exitCodes.done]: "done",
  [exitCodes.failed]: "failed",
  [exitCodes.badInput]: "bad input; every problem is listed",
  [exitCodes.interrupted]: "interrupted",
};

/** The text of `--help`, laid out alike for every command. */
export function helpText({ usage, description, flags, sections = [], notes, exits }: HelpPage): string {
  const flagRows = Object.entries(withHelp(flags)).map(flagRow);
  const exitRows = Object.entries({ ...usualExits, ...exits }).map(([code, text]) => [code, text] as const);
  const blocks = [
    description,
    `Usage: ${usage}`,
    ...sections.map(sectionText),
    sectionText({ title: "Flags", rows: flagRows }),
    ...(notes ? [notes.join("\n")] : []),
    sectionText({ title: "Exit codes", rows: exitRows }),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function flagRow([name, flag]: [string, Flag]): readonly [string, string] {
  const short = flag.short ? `-${flag.short}, ` : "";
  const value = flag.type === "string" ? ` ${flag.value ?? `<${name}>`}` : "";
  const fallback = typeof flag.default === "string" ? ` (default: ${flag.default})` : "";
  return [`${short}--${name}${value}`, flag.help + fallback];
}

function sectionText({ title, rows }: Section): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return [title, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join("\n");
}
