import type { Graph, Resource } from "../../engine/index.ts";
import { type LedgerEntry, ledgerIn } from "../../policies/ledger.ts";
import { dayOf, daysLeft } from "../../values/exceptions/expiry.ts";
import type { Exception } from "../../values/ledger.ts";
import type { Service } from "../services.ts";
import { configPlace } from "../why/config-places.ts";
import { programPlace } from "../why/program-places.ts";

/** An exception of a service, as people read it. */
export interface Listed extends Exception {
  readonly service: string;
  readonly stages: readonly string[];
  readonly kind: LedgerEntry["kind"];
  /** The component or resource that it holds for: `Function worker`; the service's name where it holds for all. */
  readonly for: string;
  /** The setting or the rule. */
  readonly what: string;
  /** Of an override. */
  readonly value?: unknown;
  readonly instead?: unknown;
  /** 0 on its last day, negative once it has expired. */
  readonly daysLeft: number;
  /** `file:line` of the program or of the stack's file. */
  readonly place: string | undefined;
}

/** Today, in UTC. */
export const today = (): string => dayOf(new Date());

/** The exceptions in one graph of a service. */
export function listedIn(graph: Graph, service: Service, day: string): Listed[] {
  return ledgerIn(graph).map((one) => {
    const { reason, owner, expires } = one.entry;
    const of = one.resource.parent === undefined ? undefined : graph.byUrn(one.resource.parent);
    return {
      service: service.name,
      stages: [graph.stack],
      kind: one.kind,
      reason,
      owner,
      expires,
      daysLeft: daysLeft(expires, day),
      place: placeOf(graph, service, one),
      ...(one.kind === "override"
        ? {
            for: componentOf(of) ?? service.name,
            what: one.entry.setting,
            value: one.entry.value,
            instead: one.entry.instead,
          }
        : { for: one.entry.resource, what: one.entry.rule }),
    };
  });
}

/** `Function worker`; undefined for the stack. */
const componentOf = (of: Resource | undefined): string | undefined =>
  of?.type.startsWith("platform:index:") ? `${of.type.split(":").at(-1)} ${of.name}` : undefined;

/** An argument of the program, or a line of the stack's file. */
function placeOf(graph: Graph, service: Service, { kind, resource, entry }: LedgerEntry): string | undefined {
  if (kind === "exemption") return programPlace(graph, resource.urn);
  const { setting, value } = entry;
  const path = setting.split(".");
  const component = resource.parent === undefined ? undefined : graph.byUrn(resource.parent);
  if (componentOf(component) === undefined) return configPlace(service, graph.stack, ["defaults", ...path]);
  const key = path.at(-1)!;
  const { settings } = component!.inputs as { readonly settings?: Readonly<Record<string, object>> };
  return Object.hasOwn(settings?.[path[0]!] ?? {}, key)
    ? programPlace(graph, component!.urn, key, value)
    : configPlace(service, graph.stack, ["functions", component!.name, ...path.slice(1)]);
}

/** One entry for those that differ in their stage only; those that end first come first. */
export function joined(all: readonly Listed[]): Listed[] {
  const found = new Map<string, Listed>();
  for (const one of all) {
    const { stages, place, ...rest } = one;
    const key = JSON.stringify([rest, place?.replace(/Pulumi\.[^/]*\.yaml:\d+$/, "")]);
    const known = found.get(key);
    found.set(key, known ? { ...known, stages: [...known.stages, ...stages] } : one);
  }
  return [...found.values()].sort(
    (a, b) => a.daysLeft - b.daysLeft || a.service.localeCompare(b.service) || a.what.localeCompare(b.what),
  );
}
