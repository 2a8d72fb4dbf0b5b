import type { Graph, Resource } from "../../engine/index.ts";
import { ledgerIn } from "../../policies/ledger.ts";
import { daysLeft } from "../../values/exceptions/expiry.ts";
import type { ExemptionInputs } from "../../values/ledger.ts";
import { ownersOf } from "../wiring/wiring-nodes.ts";
import { dataOf } from "./data-holders.ts";
import { propertyChange } from "./difference.ts";
import { argumentOf } from "./steps/decide.ts";
import { rootType } from "./steps/urns.ts";
import type { Step } from "./steps/walk.ts";
import type { Change, DataLoss, PropertyChange } from "./types.ts";

/** The rule from which an exemption lets a resource's data go. */
const dataLossRule = "data-loss";

interface Versions {
  readonly before: Graph;
  readonly after: Graph;
  /** The day for which entries of the ledger hold: `2026-12-31`. */
  readonly today: string;
}

/** A step as a change; none where the resource stays as it is. */
export function changeOf(step: Step, versions: Versions): Change[] {
  const { resource, old, operation, decision } = step;
  const options = old ? optionsOf(old, resource) : [];
  if (operation === "same" && options.length === 0) return [];
  // A stack and its providers are no resources of AWS; they come and go with them.
  if (isFrame(resource) && (operation === "create" || operation === "delete")) return [];
  const graph = operation === "delete" ? versions.before : versions.after;
  const staysInAws = (old ?? resource).retainOnDelete && (operation === "delete" || operation === "replace");
  const dataLoss = staysInAws || step.nothingGoes ? undefined : lossOf(step, versions);
  const differences = decision?.differences ?? [];
  return [
    {
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      path: ownersOf(graph, resource),
      ...(!resource.custom && { component: true }),
      operation,
      ...(old && old.urn !== resource.urn && { previousUrn: old.urn }),
      ...(step.deletedFirst && { deletedFirst: true }),
      replacedBy: step.replacedBy,
      ...(step.after !== undefined && { after: step.after }),
      properties: [...differences.map(propertyChange).map((one) => marked(one, step.replacedBy)), ...options],
      ...((step.perhaps ||
        (operation === "update" &&
          differences.length > 0 &&
          differences.every(({ perhaps }) => perhaps))) && {
        perhaps: true,
      }),
      ...(staysInAws && { staysInAws: true }),
      ...(dataLoss && { dataLoss }),
      problems: step.problems,
    },
  ];
}

const marked = (one: PropertyChange, replacedBy: readonly string[]): PropertyChange =>
  replacedBy.includes(argumentOf(one.path)) ? { ...one, replaces: true } : one;

/** Options that decide what may happen to a resource later on. */
const options = ["protect", "retainOnDelete"] as const;

function optionsOf(before: Resource, after: Resource): PropertyChange[] {
  return options
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      path: name,
      before: before[name],
      after: after[name],
      note: "an option of Pulumi: nothing in AWS changes",
    }));
}

const isFrame = ({ type }: Pick<Resource, "type">): boolean =>
  type === rootType || type.startsWith("pulumi:providers:");

function lossOf(
  { operation, old, resource }: Step,
  { before, after, today }: Versions,
): DataLoss | undefined {
  if (operation !== "replace" && operation !== "delete") return undefined;
  const going = old ?? resource;
  const what = going.custom && !going.external ? dataOf(going.type) : undefined;
  if (what === undefined) return undefined;
  // An entry may come with the change that needs it, or go with the resource.
  const names = new Set([...namesAt(after, resource.urn), ...namesAt(before, going.urn)]);
  const entries = [...exemptionsFor(after, names), ...exemptionsFor(before, names)];
  const exemption = entries.find(({ expires }) => daysLeft(expires, today) >= 0);
  if (exemption) return { what, exemption };
  const [expired] = entries;
  return { what, ...(expired && { expired }) };
}

/** The logical names of a resource and of the components around it. */
function namesAt(graph: Graph, urn: string): string[] {
  const resource = graph.byUrn(urn);
  return resource ? [resource.name, ...namesAt(graph, resource.parent ?? "")] : [];
}

function exemptionsFor(graph: Graph, names: ReadonlySet<string>): ExemptionInputs[] {
  return ledgerIn(graph)
    .filter((one) => one.kind === "exemption")
    .map(({ entry }) => entry)
    .filter(({ rule, resource }) => rule === dataLossRule && names.has(resource));
}

const bare = (operation: "create" | "delete", graph: Graph, today: string): Change[] =>
  graph.resources
    .filter((one) => !one.external)
    .flatMap((resource) =>
      changeOf(
        { operation, resource, replacedBy: [], problems: problemsOf(operation, resource) },
        { before: graph, after: graph, today },
      ),
    );

function problemsOf(operation: "create" | "delete", { protect, name }: Resource): string[] {
  return operation === "delete" && protect ? [`The engine refuses to delete ${name}: it is protected.`] : [];
}

/** Everything that a new service makes. */
export const createdBy = (graph: Graph, today: string): Change[] => bare("create", graph, today);

/** Everything that goes when a service's stack is destroyed. */
export const deletedWith = (graph: Graph, today: string): Change[] => bare("delete", graph, today);
