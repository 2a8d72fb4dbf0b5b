import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Example, examples, isExample } from "../../generators/init/examples.ts";
import { statementsOf } from "../../platform/access/index.ts";
import { type Graph, managed, ProgramError, reveal, runInProcess } from "../../platform/engine/index.ts";
import { type PlannedStatement, shown } from "../../platform/fleet/plan/plan.ts";
import { awsProvider } from "../../platform/provider/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";

// Services' own tests import these as `#test`; the templates in templates/ rely on them.
export { context } from "./context.ts";
export { type EdgeCall, runAtEdge } from "./edge.ts";
export { checkRunbook, checkTags, fromSnapshots } from "./service-checks.ts";
export { graphOf } from "./service-graphs.ts";

export { FakeResponse, type Streamed, streamed } from "./streamed.ts";
export { managed };

const everyExample = Object.keys(examples).filter(isExample);

/**
 * Whether an organisation removed one of these examples, or any where none is named: `test.skipIf(without("users-api"))` for a test
 * that is about it.
 */
export const without = (...names: readonly Example[]): boolean =>
  (names.length > 0 ? names : everyExample).some(
    (name) => !existsSync(join(root, "services", name, "Pulumi.yaml")),
  );

export interface ProgramOptions {
  /** Default: `prod`, the stage that overrides none of the organisation's defaults. */
  readonly stage?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly preview?: boolean;
  /** Default: the offline provider's own. */
  readonly region?: string;
  /** Folder of the service. Default: `handlers`. */
  readonly dir?: string;
  /** Name of the service. Default: `shop`. */
  readonly project?: string;
  readonly stackReferences?: Readonly<Record<string, Record<string, unknown>>>;
}

/** A folder with handlers that programs in tests may use. */
export const handlers = join(root, "test", "support", "service");

/** The graph of a program written in a test: a service called `shop` that `crew` owns. */
export function graphOfProgram(program: () => unknown, options: ProgramOptions = {}): Promise<Graph> {
  const { stage = "prod", config = {}, project = "shop", region, ...rest } = options;
  return runInProcess({
    project,
    stack: stage,
    dir: handlers,
    config: { [`${project}:owner`]: "crew", ...(region && { "aws:region": region }), ...config },
    provider: awsProvider(region ? { region } : {}),
    program,
    ...rest,
  });
}

/** A value for a guarded setting, with what such a value has to state. */
export const because = <const T>(value: T) => ({
  value,
  reason: "A test is about it.",
  owner: "crew",
  expires: "2099-12-31",
});

/** The inputs of one resource, without tags, secrets revealed. */
export function inputsOf(graph: Graph, name: string, type?: string): Record<string, unknown> {
  const { tags: _, ...inputs } = reveal(graph.get(name, type).inputs) as Record<string, unknown>;
  return inputs;
}

/** The IAM statements of a role policy. */
export function statements(graph: Graph, name: string): PlannedStatement[] {
  return statementsOf(inputsOf(graph, name).policy).map(shown);
}

/** Everything a program manages, components and the service's dashboard left out: `sqs.Queue jobs-dlq`, sorted. */
export function partsOf(graph: Graph): string[] {
  return managed(graph)
    .filter(({ type }) => type !== "aws:cloudwatch/dashboard:Dashboard")
    .map(({ type, name }) => `${type.split(":")[1]?.split("/")[0]}.${type.split(":")[2]} ${name}`)
    .sort();
}

/** What a policy allows beside writing logs and traces, actions in the order of the alphabet. */
export const ownStatements = (graph: Graph, policy: string) =>
  statements(graph, policy)
    .map(({ actions, resources }) => ({ actions: [...actions].sort(), resources }))
    .filter(({ actions }) => !/^(logs|xray):/.test(String(actions[0])));

/** The message of the error that ends a program; fails when it ends well. */
export async function errorOf(program: () => unknown, options: ProgramOptions = {}): Promise<string> {
  try {
    await graphOfProgram(program, options);
  } catch (error) {
    if (error instanceof ProgramError) return error.message;
    throw error;
  }
  throw new Error("the program ended well; an error was expected");
}
