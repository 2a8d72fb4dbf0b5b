// Prints the outlines of services' graphs as JSON, by folder: for a process that loads programs as the pulumi CLI does.
import { graphOf } from "../../../platform/fleet/graph-of.ts";
import { outlineOf } from "./outline.ts";

const outlines: Record<string, ReturnType<typeof outlineOf>> = {};
for (const folder of process.argv.slice(2)) outlines[folder] = outlineOf(await graphOf(folder));
console.log(JSON.stringify(outlines));
