import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { svgOf } from "../fleet/diagram/diagram.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { findService } from "../fleet/services.ts";
import { wiringOf } from "../fleet/wiring/wiring.ts";
import { outputFile } from "../values/places.ts";
import { UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { oneService, stageFlag } from "./flags.ts";
import { exitCodes } from "./help-text.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run diagram -- <service> [--stage <stage>] [--out <file>] [--check] [--json]",
  description: summaries.diagram,
  args: oneService,
  flags: {
    stage: stageFlag,
    out: {
      type: "string",
      value: "<file>",
      help: "where to write it; default: diagram.svg in the service's folder",
    },
    check: { type: "boolean", help: "write nothing; exit with 1 when the file differs from the program" },
    json: { type: "boolean", help: "print JSON" },
  },
  run: async ({ flags, args }) => {
    if (flags.out !== undefined && !flags.out.endsWith(".svg"))
      throw new UsageError(`${flags.out} is no picture: name a file that ends with .svg.`);
    const out = flags.out === undefined ? undefined : outputFile(flags.out);
    const service = findService(args[0]!, flags.stage);
    const graph = await graphOf(service, { stage: flags.stage });
    const svg = await svgOf(wiringOf(graph), { title: service.name });
    const file = out ?? join(service.dir, "diagram.svg");
    const current = existsSync(file) && readFileSync(file, "utf8") === svg;
    if (!flags.check) writeFileSync(file, svg);
    const shown = relative(process.cwd(), file);
    const state = flags.check ? (current ? "up-to-date" : "out-of-date") : "written";
    if (flags.json) process.stdout.write(`${JSON.stringify({ type: state, file })}\n`);
    else if (!flags.check) process.stdout.write(`${service.name} is drawn in ${shown}.\n`);
    else if (current) process.stdout.write(`${shown} is up to date.\n`);
    else process.stderr.write(`${shown} is out of date. Draw it again: npm run diagram -- ${args[0]}\n`);
    return flags.check && !current ? exitCodes.failed : exitCodes.done;
  },
});
