import { estimate } from "../fleet/estimate/estimate.ts";
import { estimateText } from "../fleet/estimate/text.ts";
import { readTraffic } from "../fleet/estimate/traffic.ts";
import { planOf } from "../fleet/plan/plan.ts";
import { planText } from "../fleet/plan/text.ts";
import { configIn, findService, graphOf, type Service } from "../fleet/service.ts";
import { ValueError } from "../values/problems.ts";
import { command, UsageError } from "./command.ts";

/** The traffic that the stack's config and the flags give; bad input when it has mistakes. */
function trafficFor(service: Service, flags: Readonly<Record<string, string | boolean | undefined>>) {
  const { stage, requests, duration, payload } = flags as Record<string, string | undefined>;
  try {
    return readTraffic(configIn(service, String(stage))[`${service.name}:traffic`], {
      requests,
      duration,
      payload,
    });
  } catch (error) {
    throw error instanceof ValueError ? new UsageError(error.message) : error;
  }
}

/** Milliseconds after which a person wonders whether anything happens. */
const patienceMs = 1000;

/** Says on a terminal that a program is running, once it takes long; the line disappears with the result. */
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
  usage: "npm run plan -- <service> [--stage <stage>] [--full] [--requests <count>] [--json]",
  description:
    "Shows what a service would create: its functions, what invokes them, what they may do, findings. Needs no AWS account.",
  flags: {
    stage: { type: "string", default: "dev", value: "<stage>", help: "stack whose config to use" },
    full: { type: "boolean", help: "print every resource with its settings and permissions" },
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
    if (args.length !== 1) throw new UsageError(`Name one service; ${args.length} given.`);
    const service = findService(args[0]!, flags.stage);
    const traffic = trafficFor(service, flags);
    const graph = await patiently(service.name, graphOf(service, { stage: flags.stage }));
    const plan = planOf(graph);
    const cost = traffic && estimate(graph, traffic);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...plan, ...(cost && { cost }) }, null, 2)}\n`
        : planText(plan, { full: flags.full }) +
            (cost ? `\n${estimateText(cost, { full: flags.full })}` : ""),
    );
    return undefined;
  },
});
