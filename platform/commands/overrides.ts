import { everyService, named, select } from "../fleet/deploy/select.ts";
import { type Failure, failureTexts } from "../fleet/failures.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { joined, listedIn, today } from "../fleet/ledger/ledger.ts";
import { ledgerText } from "../fleet/ledger/text.ts";
import type { Service } from "../fleet/services.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { summaries } from "./summaries.ts";

/** The stages that a service is asked about: the one named, or all that it has a stack file for. */
const stagesOf = ({ stages }: Service, stage: string | undefined): readonly string[] =>
  stage !== undefined ? [stage] : stages.length > 0 ? [...stages].sort() : ["dev"];

await command({
  usage: "npm run overrides -- [<service>...] [--stage <stage>] [--json]",
  description: summaries.overrides,
  args: { min: 0, max: 10_000, ask: "Name services, or none for all" },
  flags: {
    stage: {
      type: "string",
      value: "<stage>",
      help: "stack whose config to use; default: every stack of a service",
    },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: ["The exit code is 1 when an exception has expired, or a service's program fails."],
  run: async ({ flags: { stage, json }, args }) => {
    const { services, unreadable } =
      stage !== undefined
        ? select(args, stage, "Name one of them.")
        : args.length > 0
          ? { services: named(args), unreadable: [] }
          : everyService();
    const day = today();
    const asked = services.flatMap((service) =>
      stagesOf(service, stage).map((one) => ({ service, stage: one })),
    );
    const results = await Promise.all(
      asked.map(({ service, stage }) =>
        graphOf(service, { stage, expired: "accepted" }).then(
          (graph) => listedIn(graph, service, day),
          ({ message }: Error): Failure => ({ service: service.name, stage, error: message }),
        ),
      ),
    );
    const ledger = joined(results.flatMap((one) => (Array.isArray(one) ? one : [])));
    const failures = [...unreadable, ...results.flatMap((one) => (Array.isArray(one) ? [] : one))];
    process.stdout.write(json ? `${JSON.stringify(ledger, null, 2)}\n` : ledgerText(ledger));
    for (const text of failureTexts(failures)) process.stderr.write(`error ${text}\n`);
    return failures.length > 0 || ledger.some(({ daysLeft }) => daysLeft < 0)
      ? exitCodes.failed
      : exitCodes.done;
  },
});
