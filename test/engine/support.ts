import { inspect } from "node:util";
import { type Graph, ProgramError, runInProcess, Secret } from "../../platform/engine/index.ts";
import type { InProcessOptions } from "../../platform/engine/run/options.ts";
import { awsProvider } from "../../platform/provider/index.ts";

/** Options for a program of this folder. */
export const program = (name: string, options: Partial<InProcessOptions> = {}): InProcessOptions => ({
  project: "shop",
  stack: "dev",
  dir: `${import.meta.dirname}/programs`,
  main: `${name}.ts`,
  provider: awsProvider(),
  ...options,
});

export const secretText = "s3cr3t-key";

/** The program that uses something of everything. */
export const kitchenSink = (options: Partial<InProcessOptions> = {}): InProcessOptions =>
  program("kitchen-sink", {
    config: { "shop:apiKey": secretText, "aws:region": "eu-west-1" },
    secretKeys: ["shop:apiKey"],
    stackReferences: {
      "organization/network/dev": { vpc: "vpc-1", password: new Secret("hidden-password") },
    },
    ...options,
  });

/** The error of a program that has to fail. */
export async function failure(
  options: InProcessOptions,
  run: (options: InProcessOptions) => Promise<Graph> = runInProcess,
): Promise<ProgramError> {
  try {
    await run(options);
  } catch (error) {
    if (error instanceof ProgramError) return error;
    throw error;
  }
  throw new Error(`${options.main} was expected to fail`);
}

/** Everything of a graph that a person could get to see. */
export const printed = (graph: Graph): string => `${JSON.stringify(graph)}\n${inspect(graph, { depth: 20 })}`;
