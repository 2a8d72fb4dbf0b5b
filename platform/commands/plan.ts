import { estimate } from "../fleet/estimate/estimate.ts";
import { estimateText } from "../fleet/estimate/text.ts";
import { readTraffic } from "../fleet/estimate/traffic.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { planOf } from "../fleet/plan/plan.ts";
import { planText } from "../fleet/plan/text.ts";
import { configIn, findService, type Service } from "../fleet/services.ts";
import { UsageError, ValueError } from "../values/problems.ts";
import { command } from "./command.ts";
import { oneService, stageFlag } from "./flags.ts";
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

/** Milliseconds after which a person wonders whether anything happens. */
const patienceMs = 4000;

await command({
  usage: "npm run plan -- <service> [--stage <stage>] [--brief] [--requests <count>] [--json]",
  description: summaries.plan,
  args: oneService,
  flags: {
    stage: stageFlag,
    brief: { type: "boolean", help: "leave out the settings of each resource; of the text only" },
    requests: {
      type: "string",
      value: "<count>",
      help: "estimate the cost of so many requests, messages or runs a month",
    },
    duration: { type: "string", value: "<ms>", help: "how long an invocation takes, for the estimate" },
    payload: { type: "string", value: "<KB>", help: "size of a request or message, for the estimate" },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: [
    "The config `traffic` of a stack estimates the cost too, each component by its name: see docs/costs.md.",
  ],
  run: async ({ flags, args }) => {
    const service = findService(args[0]!, flags.stage);
    const { stage, requests, duration, payload } = flags;
    const traffic = trafficFor(service, { stage, requests, duration, payload });
    const patience = setTimeout(
      () =>
        process.stderr.isTTY && process.stderr.write(`the program of ${service.name} is still running ...\n`),
      patienceMs,
    );
    const graph = await graphOf(service, { stage: flags.stage }).finally(() => clearTimeout(patience));
    const plan = planOf(graph);
    const cost = traffic && estimate(graph, traffic);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...plan, ...(cost && { cost }) }, null, 2)}\n`
        : planText(plan, { brief: flags.brief }) + (cost ? `\n${estimateText(cost)}` : ""),
    );
    return undefined;
  },
});
