import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import { billing, leftOutOf } from "./billing/index.ts";
import { pricedRegion, pricesAsOf } from "./prices.ts";
import { runsInMonth } from "./runs.ts";
import { assumed, type ServiceTraffic, type Traffic, trafficOf } from "./traffic.ts";

/** One line of the bill. */
export interface CostLine {
  /** The resource's logical name. */
  readonly resource: string;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly cost: number;
}

export interface Estimate {
  readonly currency: "USD";
  readonly region: string;
  /** Months of the oldest and the newest of the prices. */
  readonly asOf: string;
  /** A month. */
  readonly total: number;
  /** Dearest first. */
  readonly lines: readonly CostLine[];
  readonly assumptions: readonly string[];
  /** Costs that the total leaves out: in general, then by type of the service's resources. */
  readonly notIncluded: readonly string[];
}

/** The cost of a service in a month with some traffic, read off its graph. */
export function estimate(graph: Graph, traffic: ServiceTraffic): Estimate {
  const billable = managed(graph);
  const lines = billable
    .flatMap((resource) => {
      const part = {
        graph,
        resource,
        inputs: inputsOf(resource),
        traffic: trafficAt(graph, resource, traffic),
        beside: (type: string) => besides(graph, resource, type).map(inputsOf),
      };
      const all = billing[resource.type]?.lines?.(part) ?? [];
      return all.map(([what, quantity, unit, price]) => ({
        resource: resource.name,
        what,
        quantity,
        unit,
        cost: quantity * price,
      }));
    })
    .filter(({ cost }) => cost > 0)
    .sort((a, b) => b.cost - a.cost || (a.resource < b.resource ? -1 : 1));
  return {
    currency: "USD",
    region: pricedRegion,
    asOf: pricesAsOf(),
    total: lines.reduce((sum, { cost }) => sum + cost, 0),
    lines,
    assumptions: [
      `Where the traffic leaves it open: ${Object.entries(assumed)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ")} (milliseconds, KB, and reads and writes of each table by a request).`,
      "Requests of a component with several functions are spread evenly over them; each step of a pipeline runs once a run.",
      "A message or record is an invocation of its own: batches make it less.",
      "Answers are as large as requests; tracing records one request a second and 5 per cent of the others.",
      "Each write of a table is one of each of its indexes; each Node.js function has a cold start in every hour.",
      "A function without traffic of its own has that of the whole service; a schedule's runs are counted.",
    ],
    notIncluded: [
      "free tiers, volume discounts, savings plans, taxes",
      "retries; data to the internet that functions send by themselves; what the account has beside the service",
      ...leftOutOf(billable.map(({ type }) => type)),
    ],
  };
}

/** Names of the components around a resource, outermost first. */
function ownersOf(graph: Graph, resource: Resource): string[] {
  const parent = resource.parent ? graph.byUrn(resource.parent) : undefined;
  return parent && parent.type !== "pulumi:pulumi:Stack" ? [...ownersOf(graph, parent), parent.name] : [];
}

/** The resources of a type in the same outermost component. */
function besides(graph: Graph, resource: Resource, type: string): Resource[] {
  const [component] = ownersOf(graph, resource);
  return component === undefined
    ? []
    : graph.of(type).filter((other) => ownersOf(graph, other)[0] === component);
}

/** The traffic of a resource: that of its component, and of a function its share of it. */
function trafficAt(graph: Graph, resource: Resource, traffic: ServiceTraffic): Traffic {
  const owners = ownersOf(graph, resource);
  const found = trafficOf(traffic, owners);
  const inside = (type: string) => besides(graph, resource, type);
  const [schedule] = inside("aws:scheduler/schedule:Schedule");
  if (schedule && found.named === undefined) return { ...found, requests: runsInMonth(inputsOf(schedule)) };
  const isFunction = resource.type === "aws:lambda/function:Function";
  const isStep = inside("aws:sfn/stateMachine:StateMachine").length > 0;
  if (!isFunction || isStep || found.named === owners.at(-1)) return found;
  return { ...found, requests: found.requests / Math.max(1, inside(resource.type).length) };
}
