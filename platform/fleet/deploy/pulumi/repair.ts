import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "../../../engine/index.ts";
import { nameOf } from "./events.ts";
import type { Pending, State } from "./state.ts";

interface Repair {
  readonly state: State;
  /** The service's resources offline: ids of most types follow from their names. */
  readonly graph: Graph | undefined;
  /** Runs the CLI on the stack; gives whether it succeeded. */
  readonly run: (args: readonly string[]) => Promise<boolean>;
}

const yes = ["--yes", "--skip-preview"];

/**
 * Settles what a killed CLI left open: resources whose creation it had begun. One that is there is adopted, by the id that
 * the offline graph has for it; any other was never made. Gives a sentence on each.
 *
 * `pulumi refresh --import-pending-creates` would be the command for it, but version 3.259 drops them all.
 */
export async function repair({ state, graph, run }: Repair): Promise<string[]> {
  const notes: string[] = [];
  // Several interruptions may have left the same one open.
  for (const pending of new Map(state.pending.map((one) => [one.urn, one])).values()) {
    if (state.resources.includes(pending.urn)) continue;
    const id = graph?.byUrn(pending.urn)?.id;
    const adopted = Boolean(id) && (await adopt(pending, id!, run));
    notes.push(
      adopted
        ? `${nameOf(pending.urn)} was made before an interruption: it is adopted.`
        : `${nameOf(pending.urn)} was being made at an interruption and isn't found: it is made again. Should its name be taken, import it by hand.`,
    );
  }
  // Any refresh forgets them; that of the stack itself asks AWS nothing.
  const stack = state.resources.find((urn) => urn.includes("::pulumi:pulumi:Stack::"));
  await run(["refresh", ...yes, "--clear-pending-creates", ...(stack ? ["--target", stack] : [])]);
  return notes;
}

/** Imports a resource that may be there. */
async function adopt(
  { urn, type, parent, provider }: Pending,
  id: string,
  run: Repair["run"],
): Promise<boolean> {
  const nameTable = {
    ...(parent && { parent }),
    ...(provider && { provider: provider.split("::").slice(0, 4).join("::") }),
  };
  const resource = {
    ...{ type, name: nameOf(urn), id },
    ...(parent && { parent: "parent" }),
    ...(provider && { provider: "provider" }),
  };
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const file = join(folder, "import.json");
  writeFileSync(file, JSON.stringify({ nameTable, resources: [resource] }));
  try {
    return await run(["import", "--file", file, ...yes, "--generate-code=false", "--protect=false"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
