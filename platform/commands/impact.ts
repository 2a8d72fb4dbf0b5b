import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { styleText } from "node:util";
import {
  type ImpactContext,
  impactJson,
  impactMarkdown,
  impactPage,
  impactText,
  isAlarming,
} from "../fleet/impact/index.ts";
import { type Comparison, compareWith } from "../fleet/impact/revisions/compare-with.ts";
import { outputFile } from "../values/places.ts";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

/** What decides how the result is printed. */
interface Forms {
  readonly stage: string;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly html: boolean;
}

/** Services and a page among the arguments; a page goes with `--html` only. */
function read(args: readonly string[], { stage, json, markdown, html }: Forms) {
  const pages = args.filter((arg) => arg.endsWith(".html"));
  const problems: Problem[] = [];
  if (pages.length > (html ? 1 : 0))
    problems.push({ problem: `${pages.join(", ")}: name one page, and with --html only.` });
  if ([json, markdown, html].filter(Boolean).length > 1)
    problems.push({ problem: "--json, --markdown and --html exclude one another; give one of them." });
  if (problems.length > 0) throw new UsageError(problems);
  const services = args.filter((arg) => !arg.endsWith(".html"));
  return { services, page: html ? outputFile(pages[0] ?? `${stage}.impact.html`) : undefined };
}

async function pageOf({ impacts, graphs }: Comparison, context: ImpactContext): Promise<string> {
  const pairs = impacts.map(({ service }) => ({ service, ...graphs(service) }));
  return impactPage(impacts, context, pairs);
}

await command({
  usage:
    "npm run impact -- [<service>...] [--base <revision>] [--stage <stage>] [--json | --markdown | --html [<file>]]",
  description: summaries.impact,
  args: { min: 0, max: Number.POSITIVE_INFINITY, ask: "Name services, or none for all" },
  flags: {
    base: {
      type: "string",
      value: "<revision>",
      help: "what to compare with; <branch>... is where this branch left it (default: where it left the default branch)",
    },
    stage: { type: "string", default: "prod", value: "<stage>", help: "stack whose config to use" },
    json: { type: "boolean", help: "print JSON" },
    markdown: { type: "boolean", help: "print Markdown for a pull request" },
    html: { type: "boolean", help: "write a page to <file> or to <stage>.impact.html in this folder" },
  },
  exits: {
    [exitCodes.failed]: "data would be lost, or a program fails that ran at the base",
    [exitCodes.badInput]: "bad input, or a base that can't be read; every problem is listed",
  },
  run: async ({ flags, args }) => {
    const { base, stage, json, markdown } = flags;
    const { services, page } = read(args, flags);
    const { signal } = interruption();
    const found = await compareWith({ services, stage, signal, ...(base && { base }) }).catch((error) => {
      throw signal.aborted ? new Interrupted() : error;
    });
    const { impacts, failures, same, together, untraceable, unchanged, without, notes, runs } = found;
    const context = { base: found.base, stage, notRun: same, failures, together };
    const print = (text: string) => void process.stdout.write(`${text.trimEnd()}\n`);
    if (page !== undefined) {
      writeFileSync(page, await pageOf(found, context));
      print(`The impact is drawn in ${relative(process.cwd(), page)}; open it in a browser.`);
    } else if (json) {
      const more = { unchanged, without, untraceable: Object.fromEntries(untraceable), notes, runs };
      print(JSON.stringify({ ...impactJson(impacts, context), ...more }, null, 2));
    } else if (markdown) print(impactMarkdown(impacts, context));
    else {
      const color = styleText("red", "x", { stream: process.stdout }) !== "x";
      print(impactText(impacts, context, { color }));
    }
    for (const note of [
      ...notes,
      ...untraceable.map(([name, what]) => `${name} is run every time: its program uses ${what}.`),
    ])
      process.stderr.write(`${note}\n`);
    return isAlarming(impacts, context) ? exitCodes.failed : exitCodes.done;
  },
});
