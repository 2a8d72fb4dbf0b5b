import { styleText } from "node:util";
import { checksOn } from "../fleet/checks/index.ts";
import { writeLoops } from "../fleet/checks/pictures.ts";
import { select } from "../fleet/deploy/select.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { dayOf } from "../values/exceptions/expiry.ts";
import { givenPath } from "../values/places.ts";
import { command } from "./command.ts";
import { stageFlag } from "./flags.ts";
import { exitCodes } from "./help-text.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run checks -- [--stage <stage>] [--loops <folder>] [--json]",
  description: summaries.checks,
  flags: {
    stage: stageFlag,
    loops: { type: "string", value: "<folder>", help: "draw each loop there, as SVG" },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: ["Exits with 1 when there is an error; warnings don't count. See docs/policies.md."],
  run: async ({ flags: { stage, json, loops } }) => {
    const { services, leftOut } = select([], stage, "Name one of them.");
    const graphs = await Promise.all(services.map((service) => graphOf(service, { stage })));
    const owners = Object.fromEntries(services.map(({ name, owner }) => [name, owner]));
    const findings = checksOn({ stage, graphs, owners, today: dayOf(new Date()) });
    if (loops !== undefined) await writeLoops(graphs, givenPath(loops));
    const lines = findings.map(({ check, severity, message, remedy }) => {
      const mark = severity === "error" ? styleText("red", "error") : styleText("yellow", "!");
      return `${mark} ${message} ${remedy} ${styleText("dim", `(${check})`)}`;
    });
    const summary = `${services.length} services in stage ${stage}: ${findings.length === 0 ? "nothing found" : `${findings.length} found`}.${leftOut.length > 0 ? ` Without a stack there: ${leftOut.join(", ")}.` : ""}`;
    process.stdout.write(
      json ? `${JSON.stringify({ stage, findings })}\n` : `${[...lines, summary].join("\n")}\n`,
    );
    return findings.some(({ severity }) => severity === "error") ? exitCodes.failed : exitCodes.done;
  },
});
