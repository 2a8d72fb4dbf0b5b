import { relative, resolve } from "node:path";
import { estimate } from "../fleet/estimate/estimate.ts";
import { estimateText } from "../fleet/estimate/text.ts";
import { readTraffic } from "../fleet/estimate/traffic.ts";
import { writePage } from "../fleet/page/write.ts";
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
const patienceMs = 4000;

await command({
  usage:
    "npm run plan -- <service> [--stage <stage>] [--brief] [--requests <count>] [--json] [--html [<file>]]",
  description:
    "Shows every resource a service would create: settings, permissions, tags, warnings. Needs no AWS account.",
  flags: {
    stage: { type: "string", default: "dev", value: "<stage>", help: "stack whose config to use" },
    brief: { type: "boolean", help: "leave out the settings of each resource; of the text only" },
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
  run: async ({ flags, args }) => {
    if (args.length !== 1 && !(flags.html && args.length === 2))
      throw new UsageError(`Name one service; ${args.length} given.`);
    const service = findService(args[0]!, flags.stage);
    const traffic = trafficFor(service, flags);
    const file = resolve(args[1] ?? `${service.name}.${flags.stage}.plan.html`);
    if (!file.endsWith(".html"))
      throw new UsageError(`${args[1]} is no page: name a file that ends with .html.`);
    const patience = setTimeout(
      () =>
        process.stderr.isTTY && process.stderr.write(`the program of ${service.name} is still running ...\n`),
      patienceMs,
    );
    const graph = await graphOf(service, { stage: flags.stage }).finally(() => clearTimeout(patience));
    const plan = planOf(graph);
    const cost = traffic && estimate(graph, traffic);
    if (flags.html) {
      await writePage(file, { graph, plan, ...(cost && { cost }) });
      const written = `The plan is written to ${relative(process.cwd(), file)}; open it in a browser.\n`;
      process.stdout.write(flags.json ? `${JSON.stringify({ type: "written", file })}\n` : written);
      return undefined;
    }
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ ...plan, ...(cost && { cost }) }, null, 2)}\n`
        : planText(plan, { brief: flags.brief }) + (cost ? `\n${estimateText(cost)}` : ""),
    );
    return undefined;
  },
});
