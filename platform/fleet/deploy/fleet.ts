import { availableParallelism } from "node:os";
import type { Graph } from "../../engine/index.ts";
import { accounts } from "../../organisation.ts";
import { allowedKey, placeProblems } from "../../values/delivery/accounts.ts";
import { dayOf } from "../../values/exceptions/expiry.ts";
import { type Problem, UsageError } from "../../values/problems.ts";
import { checksOn } from "../checks/index.ts";
import { graphsOf } from "../graph-of.ts";
import { CircleError } from "../other-stacks.ts";
import { configIn, foundationService, type Service } from "../services.ts";
import { affectedServices } from "./affected.ts";
import { type Operation, operations } from "./operations.ts";
import { circleDrawing, type Reads, readBy, reversed } from "./order.ts";
import type { Progress } from "./progress.ts";
import { cliProblems } from "./pulumi/preflight.ts";
import type { FleetResult, StackResult } from "./results.ts";
import { type Ended, runInOrder } from "./schedule.ts";
import { select } from "./select.ts";
import { runStack } from "./stack.ts";
import type { Stop } from "./stop.ts";

export interface FleetOptions {
  readonly operation: Operation;
  readonly stage: string;
  /** Services; all that have the stage where none is named. */
  readonly names: readonly string[];
  /** A revision of git: only services that a change since then may touch. */
  readonly base?: string;
  /** The stage whose config both versions get for that. Default: the stage itself. */
  readonly comparedIn?: string;
}

/** All that is known before anything is touched. */
export interface Prepared extends FleetOptions {
  readonly services: ReadonlyMap<string, Service>;
  readonly leftOut: readonly string[];
  readonly graphs: ReadonlyMap<string, Graph>;
  /** The stacks that each one waits for. */
  readonly after: Reads;
  /** Sentences on what is odd, but no obstacle. */
  readonly warnings: readonly string[];
}

/** Checks input, the CLI and every program, and puts the services in order. Throws before anything is touched. */
export async function prepare(options: FleetOptions): Promise<Prepared> {
  const { operation, stage, names, base, comparedIn = stage } = options;
  const { services, leftOut, unreadable } = select(names, stage);
  if (unreadable.length > 0)
    throw new UsageError(unreadable.map(({ service, error }) => ({ where: service, problem: error })));
  const problems = [...placesProblems(services, stage), ...(await cliProblems(services, stage))];
  if (problems.length > 0) throw new UsageError(problems);
  const all = names.length > 0 ? services : withFoundation(services);
  const { graphs, failures } = await programs(all, stage);
  if (failures.length > 0 && operations[operation].makesStack)
    throw new Error(`${failures.length} program(s) fail:\n${failures.map((one) => `  - ${one}`).join("\n")}`);
  const known = all.map(({ name }) => name);
  const reads = new Map(
    known.map((name) => {
      const graph = graphs.get(name);
      return [name, graph ? readBy(graph, known) : []];
    }),
  );
  const wanted =
    base === undefined
      ? wantedOf(services, reads)
      : await affectedServices({ base, stage: comparedIn }, reads);
  const used = new Map(
    [...reads].flatMap(([name, read]) =>
      wanted.includes(name) ? [[name, read.filter((one) => wanted.includes(one))] as const] : [],
    ),
  );
  return {
    ...options,
    services: new Map(all.filter(({ name }) => wanted.includes(name)).map((one) => [one.name, one])),
    leftOut,
    graphs,
    after: afterOf(operation, used),
    warnings: [
      ...failures.map((failure) => `${failure} It is taken for one that reads no other service.`),
      ...(operations[operation].makesStack ? together(all, graphs, stage) : []),
    ],
  };
}

/** What is wrong with the services taken together, as far as this run has them. */
function together(services: readonly Service[], graphs: ReadonlyMap<string, Graph>, stage: string): string[] {
  const owners = Object.fromEntries(services.map(({ name, owner }) => [name, owner]));
  const fleet = { stage, graphs: [...graphs.values()], owners, today: dayOf(new Date()) };
  return checksOn(fleet).map(({ check, message, remedy }) => `${message} ${remedy} (${check})`);
}

/** Stacks whose files name another account or region than the stage has. */
function placesProblems(services: readonly Service[], stage: string): Problem[] {
  return services
    .filter(({ stages }) => stages.includes(stage))
    .flatMap((service) => {
      const config = configIn(service, stage);
      const placed = { stage, region: config["aws:region"], allowed: config[allowedKey] };
      return placeProblems(accounts, placed).map((problem) => ({ where: service.name, problem }));
    });
}

/** The foundation may be read by any service; whether it is shows later. */
function withFoundation(services: readonly Service[]): readonly Service[] {
  const foundation = foundationService();
  return foundation ? [foundation, ...services] : services;
}

/** The services that were selected, and the foundation where one of them reads it. */
function wantedOf(services: readonly Service[], reads: Reads): string[] {
  const names = services.map(({ name }) => name);
  const foundation = foundationService()?.name;
  const isRead = foundation !== undefined && names.some((name) => reads.get(name)?.includes(foundation));
  return isRead ? [...new Set([foundation, ...names])] : names;
}

function afterOf(operation: Operation, reads: Reads): Reads {
  if (operations[operation].reversed) return reversed(reads);
  // What only reads AWS needs no order.
  return operations[operation].makesStack ? reads : new Map([...reads.keys()].map((name) => [name, []]));
}

async function programs(services: readonly Service[], stage: string) {
  try {
    const made = await graphsOf(services, { stage });
    const entries = [...made];
    return {
      graphs: new Map(entries.flatMap(([name, one]) => (one instanceof Error ? [] : [[name, one] as const]))),
      failures: entries.flatMap(([name, one]) => (one instanceof Error ? [`${name}: ${one.message}`] : [])),
    };
  } catch (error) {
    if (!(error instanceof CircleError)) throw error;
    throw new Error(`${error.message}\n\n${circleDrawing(error.services)}`);
  }
}

interface Execution {
  /** Stacks at a time. Default: as many as there are cores. */
  readonly parallel?: number;
  readonly stop: Stop;
  readonly progress: Progress;
  readonly remove?: boolean;
  /** Does the work on one stack. Default: by the pulumi CLI. */
  readonly run?: typeof runStack;
  /** What follows a stack that was deployed; gives sentences. */
  readonly afterwards?: (service: Service, graph: Graph) => Promise<readonly string[]>;
}

/** Does what was prepared, and tells what came of each stack. */
export async function execute(prepared: Prepared, execution: Execution): Promise<FleetResult> {
  const { operation, stage, services, graphs, after, leftOut } = prepared;
  const { stop, progress, run = runStack, remove = false, afterwards } = execution;
  const begun = Date.now();
  const ended = await runInOrder<StackResult>(after, {
    parallel: execution.parallel ?? availableParallelism(),
    signal: stop.cancelled,
    lets: ({ status, fresh }) =>
      ["changed", "to change", "unchanged", "not there"].includes(status) &&
      !(operation === "preview" && fresh),
    run: async (name) => {
      const service = services.get(name)!;
      const graph = graphs.get(name);
      const onProgress = (text: string, happenings?: Parameters<Progress["now"]>[2]) =>
        progress.now(name, text, happenings);
      const result = await run({ service, stage, operation, graph, stop, remove, onProgress });
      const deployed = operation === "up" && ["changed", "unchanged"].includes(result.status);
      const more = deployed && graph && afterwards ? await afterwards(service, graph) : [];
      const whole = { ...result, notes: [...result.notes, ...more] };
      progress.end(whole);
      return whole;
    },
  });
  return {
    operation,
    stage,
    services: [...ended].map(([name, end]) => resultOf(name, end, ended)),
    seconds: (Date.now() - begun) / 1000,
    leftOut,
  };
}

function resultOf(
  service: string,
  end: Ended<StackResult>,
  all: ReadonlyMap<string, Ended<StackResult>>,
): StackResult {
  if (end.kind === "ran") return end.result;
  const never = { service, counts: {}, seconds: 0, drift: [] };
  if (end.kind === "stopped") return { ...never, status: "interrupted", notes: ["not begun"] };
  const obstacle = all.get(end.on);
  const status = obstacle?.kind === "ran" ? obstacle.result.status : "interrupted";
  // What went well stops others in a preview only.
  const why =
    status === "failed" ? "failed" : status === "interrupted" ? "was interrupted" : "was never deployed";
  return { ...never, status: "waits", notes: [`not run: waits for ${end.on}, which ${why}`] };
}
