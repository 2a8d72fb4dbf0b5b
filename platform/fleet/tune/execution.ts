import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { tuning } from "../../organisation.ts";
import { pause } from "../../values/pause.ts";
import { Interrupted } from "../../values/problems.ts";
import { awsProblem, failedExecution, isPassing } from "./problem.ts";

/** The input of Power Tuning. Source: its "State machine input (at execution time)". */
export interface TuningInput {
  /** Without version or alias, which it refuses: it makes versions of its own. */
  readonly lambdaARN: string;
  readonly powerValues: readonly number[];
  readonly num: number;
  readonly payload: unknown;
  readonly parallelInvocation: boolean;
  readonly strategy: (typeof tuning)["strategy"];
  readonly discardTopBottom: number;
  readonly onlyColdStarts?: true;
  /** Pulumi owns the function. */
  readonly autoOptimize: false;
  /** Adds the averages of each size to the result. */
  readonly includeOutputResults: true;
  /** Payloads may be about people. */
  readonly disablePayloadLogs: true;
}

/** A finished execution. */
export interface Finished {
  readonly arn: string;
  readonly startedAt: Date;
  readonly input: unknown;
  readonly output: unknown;
}

export interface FollowOptions {
  readonly client: SFNClientConfig;
  readonly signal?: AbortSignal;
  /** Milliseconds between two looks. */
  readonly pollMs?: number;
  /** Called at each look with the seconds that it has been running. */
  readonly running?: (seconds: number) => void;
}

/** Looks in a row that may fail before waiting is given up. */
const patience = 10;

/** Starts Power Tuning; gives the ARN of the execution. */
export async function startTuning(
  stateMachineArn: string,
  input: TuningInput,
  client: SFNClientConfig,
): Promise<string> {
  const sfn = new SFNClient(client);
  try {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return executionArn!;
  } catch (error) {
    throw awsProblem(`Starting ${stateMachineArn}`, error);
  } finally {
    sfn.destroy();
  }
}

/**
 * Waits for the end of an execution. Throws the reason and the remedy unless it succeeded; `Interrupted` when `signal`
 * aborts, after which the execution goes on.
 */
export async function followTuning(
  arn: string,
  { client, signal = new AbortController().signal, pollMs = 2_000, running }: FollowOptions,
): Promise<Finished> {
  const sfn = new SFNClient(client);
  try {
    for (let failed = 0; ; ) {
      const look = await lookAt(sfn, arn, signal).catch((error) => {
        if (error instanceof Interrupted) throw error;
        failed += 1;
        if (isPassing(error) && failed < patience) return undefined;
        throw awsProblem(`Reading ${arn}`, error);
      });
      if (look) {
        failed = 0;
        if (look.status !== "RUNNING") return finished(arn, look);
        running?.(Math.round((Date.now() - (look.startDate?.getTime() ?? Date.now())) / 1_000));
      }
      await pause(pollMs, signal);
    }
  } finally {
    sfn.destroy();
  }
}

async function lookAt(sfn: SFNClient, executionArn: string, signal: AbortSignal) {
  const command = new DescribeExecutionCommand({ executionArn });
  try {
    return await sfn.send(command, { abortSignal: signal });
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    throw error;
  }
}

function finished(arn: string, look: DescribeExecutionCommandOutput): Finished {
  const { status = "UNKNOWN", error, cause, startDate, input, output } = look;
  if (status !== "SUCCEEDED") throw failedExecution({ arn, status, error, cause });
  return { arn, startedAt: startDate ?? new Date(), input: parsed(input), output: parsed(output) };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
