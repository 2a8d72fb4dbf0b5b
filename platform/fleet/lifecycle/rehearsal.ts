import { randomBytes } from "node:crypto";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { formerNameKey } from "../../values/names.ts";
import { graphOf } from "../graph-of.ts";
import type { Service } from "../services.ts";
import { type Effects, effectsOf } from "./effects.ts";

/** A service under another name. */
interface Renamed {
  readonly name: string;
  readonly formerName: string | undefined;
  /** Files that differ, by their path in the service's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * What a new name means for a service's resources in each stage: its program runs under both names, the second time in a hidden
 * copy of its folder beside it, where its imports of other services lead to them too.
 */
export async function rehearse(service: Service, renamed: Renamed, signal?: AbortSignal): Promise<Effects[]> {
  const stages = service.stages.length > 0 ? service.stages : ["dev"];
  const abort = signal ? { signal } : {};
  const before = await Promise.all(stages.map((stage) => graphOf(service, { stage, ...abort })));
  const dir = join(dirname(service.dir), `.${basename(service.dir)}-${randomBytes(6).toString("hex")}`);
  try {
    cpSync(service.dir, dir, { recursive: true, verbatimSymlinks: true });
    for (const [path, bytes] of renamed.files) writeFileSync(join(dir, path), bytes);
    const after = await Promise.all(
      stages.map((stage) => graphOf(renamedService(service, renamed, dir), { stage, ...abort })),
    );
    return before.map((graph, i) => effectsOf({ graph, dir: service.dir }, { graph: after[i]!, dir }));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function renamedService(service: Service, { name, formerName }: Renamed, dir: string): Service {
  const own = Object.entries(service.config).map(([key, value]) => [rekeyed(key, service.name, name), value]);
  const { [`${name}:${formerNameKey}`]: _, ...config } = Object.fromEntries(own) as Record<string, string>;
  return {
    ...service,
    name,
    dir,
    config: { ...config, ...(formerName !== undefined && { [`${name}:${formerNameKey}`]: formerName }) },
  };
}

const rekeyed = (key: string, from: string, to: string): string =>
  key.startsWith(`${from}:`) ? `${to}${key.slice(from.length)}` : key;
