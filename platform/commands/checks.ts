import { styleText } from "node:util";
import { Graph } from "../engine/index.ts";
import { checksOn, type FleetFinding, type Reservation, reservationsOf } from "../fleet/checks/index.ts";
import { writeLoops } from "../fleet/checks/pictures.ts";
import { select } from "../fleet/deploy/select.ts";
import type { Failure } from "../fleet/failures.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { counted } from "../fleet/impact/report/words.ts";
import { dayOf } from "../values/exceptions/expiry.ts";
import { outputFolder } from "../values/places.ts";
import { command } from "./command.ts";
import { stageFlag } from "./flags.ts";
import { exitCodes } from "./help-text.ts";
import { summaries } from "./summaries.ts";

const error = styleText("red", "error");

await command({
  usage: "npm run checks -- [--stage <stage>] [--loops <folder>] [--json]",
  description: summaries.checks,
  flags: {
    stage: stageFlag,
    loops: { type: "string", value: "<folder>", help: "draw each loop there, as SVG" },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: [
    "Exits with 1 when there is an error, or a service that can't be checked; warnings don't count. See docs/policies.md.",
  ],
  run: async ({ flags: { stage, json, loops } }) => {
    const folder = loops === undefined ? undefined : outputFolder(loops);
    const { services, leftOut: without, unreadable } = select([], stage, "Name one of them.");
    const made = await Promise.all(
      services.map(({ name }) =>
        graphOf(name, { stage }).catch(({ message }: Error): Failure => ({ service: name, error: message })),
      ),
    );
    const graphs = made.filter((one) => one instanceof Graph);
    const failures = [...unreadable, ...made.flatMap((one) => (one instanceof Graph ? [] : [one]))];
    const owners = Object.fromEntries(services.map(({ name, owner }) => [name, owner]));
    const concurrency = reservationsOf({ stage, graphs });
    const findings = checksOn({ stage, graphs, owners, today: dayOf(new Date()) });
    if (folder !== undefined) await writeLoops(graphs, folder);
    const summary = [
      `${counted(graphs.length, "service")} in stage ${stage}: ${findings.length === 0 ? "nothing found" : `${findings.length} found`}.`,
      ...(failures.length > 0 ? [`Not checked: ${failures.map(({ service }) => service).join(", ")}.`] : []),
      ...(without.length > 0 ? [`Without a stack there: ${without.join(", ")}.`] : []),
    ].join(" ");
    process.stdout.write(
      json
        ? `${JSON.stringify({ stage, findings, concurrency, failures, without })}\n`
        : `${[...failures.map(failureText), ...findings.map(findingText), ...concurrency.map(reservationText), summary].join("\n")}\n`,
    );
    const isWrong = failures.length > 0 || findings.some(({ severity }) => severity === "error");
    return isWrong ? exitCodes.failed : exitCodes.done;
  },
});

function findingText({ check, severity, message, remedy }: FleetFinding): string {
  const mark = severity === "error" ? error : styleText("yellow", "!");
  return `${mark} ${message} ${remedy} ${styleText("dim", `(${check})`)}`;
}

function failureText({ service, error: reason }: Failure): string {
  return `${error} ${service} can't be checked: ${reason}`;
}

function reservationText({ home, reserved, limit, left }: Reservation): string {
  return `Reserved concurrency in ${home}: ${reserved} of ${limit}; ${left} are left for functions that reserve none.`;
}
