import { command, UsageError } from "../command.ts";
import { planOf } from "./plan.ts";
import { planText } from "./plan-text.ts";
import { findService, graphOf } from "./service.ts";

/** Milliseconds after which a person wonders whether anything happens. */
const patienceMs = 4000;

await command({
  usage: "npm run plan -- <service> [--stage <stage>] [--brief] [--json]",
  description:
    "Shows every resource a service would create: settings, permissions, tags, warnings. Needs no AWS account.",
  flags: {
    stage: { type: "string", default: "dev", value: "<stage>", help: "stack whose config to use" },
    brief: { type: "boolean", help: "leave out the settings of each resource; of the text only" },
    json: { type: "boolean", help: "print JSON" },
  },
  run: async ({ flags, args }) => {
    if (args.length !== 1) throw new UsageError(`Name one service; ${args.length} given.`);
    const service = findService(args[0]!, flags.stage);
    const patience = setTimeout(
      () =>
        process.stderr.isTTY && process.stderr.write(`the program of ${service.name} is still running ...\n`),
      patienceMs,
    );
    const graph = await graphOf(service, { stage: flags.stage }).finally(() => clearTimeout(patience));
    const plan = planOf(graph);
    process.stdout.write(
      flags.json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan, { brief: flags.brief }),
    );
    return undefined;
  },
});
