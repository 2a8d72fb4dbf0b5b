import { relative } from "node:path";
import { estimate } from "../fleet/estimate/estimate.ts";
import { estimateText } from "../fleet/estimate/text.ts";
import { readTraffic } from "../fleet/estimate/traffic.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { endingSoon } from "../fleet/ledger/expired.ts";
import { today } from "../fleet/ledger/ledger.ts";
import { writePage } from "../fleet/page/write.ts";
import { planOf } from "../fleet/plan/plan.ts";
import { planText } from "../fleet/plan/text.ts";
import { configIn, findService, type Service } from "../fleet/services.ts";
import { outputFile } from "../values/places.ts";
import { UsageError, ValueError } from "../values/problems.ts";
import { command } from "./command.ts";
import { stageFlag } from "./flags.ts";
import { summaries } from "./summaries.ts";

interface TrafficFlags {
  readonly stage: string;
  readonly requests: string | undefined;
  readonly duration: string | undefined;
  readonly payload: string | undefined;
}

/** The traffic that the stack's config and the flags give; bad input when it has mistakes. */
function trafficFor(service: Service, { stage, ...flags }: TrafficFlags) {
  try {
    return readTraffic(configIn(service, stage)[`${service.name}:traffic`], flags);
  } catch (error) {
    throw error instanceof ValueError ? new UsageError(error.message) : error;
  }
}

/** The file that `--html` writes: the one that is named, or one in the folder that the command is run in. */
function pageFile(given: string | undefined, service: string, stage: string): string {
  if (given !== undefined && !given.endsWith(".html"))
    throw new UsageError(`${given} is no page: name a file that ends with .html.`);
  return outputFile(given ?? `${service}.${stage}.plan.html`);
}

/** Milliseconds after which a person wonders whether anything happens. */
const patienceMs = 1000;

/** Shows on a terminal that a program is running, once it takes long; the line disappears with the result. */
async function patiently<T>(name: string, work: Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return work;
  let clear = "";
  const patience = setTimeout(() => {
    stderr.write(`Running the program of ${name} ...`);
    clear = "\r\u001b[K";
  }, patienceMs);
  return work.finally(() => {
    clearTimeout(patience);
    stderr.write(clear);
  });
}

await command({
  usage:
    "npm run plan -- <service> [--stage <stage>] [--full] [--requests <count>] [--json] [--html [<file>]]",
  description: summaries.plan,
  args: { min: 1, max: 2, ask: "Name one service" },
  flags: {
    stage: stageFlag,
    full: { type: "boolean", help: "print every resource with its settings and permissions" },
    requests: {
      type: "string",
      value: "<count>",
      help: "estimate the cost of so many requests, messages or runs a month",
    },
    duration: { type: "string", value: "<ms>", help: "how long an invocation takes, for the estimate" },
    payload: { type: "string", value: "<KB>", help: "size of a request or message, for the estimate" },
    json: { type: "boolean", help: "print JSON" },
    html: {
      type: "boolean",
      help: "write a page with a diagram, to <file> or to <service>.<stage>.plan.html in this folder",
    },
  },
  notes: [
    "The config `traffic` of a stack estimates the cost too, each component by its name: see docs/costs.md.",
  ],
  run: async ({ flags, args: [name = "", page, ...more] }) => {
    if (page !== undefined && !flags.html)
      throw new UsageError(`Name one service; ${2 + more.length} given. A file goes with --html only.`);
    const { stage, requests, duration, payload, full } = flags;
    const service = findService(name, stage);
    const file = flags.html ? pageFile(page, service.name, stage) : undefined;
    const traffic = trafficFor(service, { stage, requests, duration, payload });
    const graph = await patiently(service.name, graphOf(service, { stage }));
    for (const warning of endingSoon(graph, service, today())) process.stderr.write(`warning ${warning}\n`);
    const plan = planOf(graph);
    const cost = traffic && estimate(graph, traffic);
    const print = (text: string) => void process.stdout.write(text);
    if (file !== undefined) {
      await writePage(file, { plan, ...(cost && { cost }) });
      const written = `The plan is written to ${relative(process.cwd(), file)}; open it in a browser.\n`;
      print(flags.json ? `${JSON.stringify({ type: "written", file })}\n` : written);
    } else if (flags.json) print(`${JSON.stringify({ ...plan, ...(cost && { cost }) }, null, 2)}\n`);
    else print(planText(plan, { full }) + (cost ? `\n${estimateText(cost, { full })}` : ""));
    return undefined;
  },
});
