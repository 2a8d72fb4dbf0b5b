import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Graph } from "../../engine/index.ts";
import { pause } from "../../values/pause.ts";
import type { Service } from "../services.ts";
import { type Operation, operations } from "./operations.ts";
import { errorOf, pulumi, type Said } from "./pulumi/cli.ts";
import { Happenings } from "./pulumi/events.ts";
import { type Files, filesOf, isRunning, leftProcess } from "./pulumi/files.ts";
import { areLeftBy, isLocked, lockedSentence, locksIn } from "./pulumi/locks.ts";
import { repair } from "./pulumi/repair.ts";
import { runOperation, tailOf } from "./pulumi/run.ts";
import { makeStack, removeStack, stateOf } from "./pulumi/state.ts";
import type { StackResult, Status } from "./results.ts";
import type { Stop } from "./stop.ts";

/** A stack to work on. */
export interface StackJob {
  readonly service: Service;
  readonly stage: string;
  readonly operation: Operation;
  /** Absent where its program fails offline. */
  readonly graph: Graph | undefined;
  readonly stop: Stop;
  /** Whether a destroyed stack is removed too, and its file. */
  readonly remove: boolean;
  /** What happens now, as it happens. */
  readonly onProgress: (text: string, happenings?: Happenings) => void;
}

/** Does an operation on one stack. What goes wrong is in the result. */
export async function runStack(job: StackJob): Promise<StackResult> {
  const files = filesOf(job.service.name, job.stage);
  const begun = Date.now();
  const happenings = new Happenings();
  const notes: string[] = [];
  let status: Status;
  try {
    status = await work(job, files, happenings, notes);
  } catch (error) {
    status = job.stop.cancelled.aborted ? "interrupted" : "failed";
    notes.push((error as Error).message);
  }
  return {
    service: job.service.name,
    status,
    counts: happenings.counts,
    seconds: (Date.now() - begun) / 1000,
    notes,
    drift: job.operation === "drift" ? happenings.changes : [],
    log: files.log,
    ...(happenings.fresh && { fresh: true }),
  };
}

async function work(job: StackJob, files: Files, happenings: Happenings, notes: string[]): Promise<Status> {
  const { service, stage, operation, graph, stop, onProgress } = job;
  const { args, changes, makesStack } = operations[operation];
  await earlierProcess(job, files);
  writeFileSync(files.log, "");
  const state = stop.cancelled.aborted ? undefined : await stateOf(service, stage);
  if (stop.cancelled.aborted) return "interrupted";
  if (!state && !makesStack) return "not there";
  if (!state) await makeStack(service, stage);
  if (state && changes && state.pending.length > 0) {
    onProgress("settling what an interruption left open");
    const run = async (one: readonly string[]) => (await unlocking(one, job, files)).code === 0;
    notes.push(...(await repair({ state, graph, run })));
  }
  if (stop.cancelled.aborted) return "interrupted";
  const said = await unlocking(args, job, files, (event) => {
    happenings.add(event);
    onProgress(happenings.now, happenings);
  });
  if (said.code !== 0) {
    if (stop.cancelled.aborted) return "interrupted";
    notes.push(...(happenings.errors.length > 0 ? happenings.errors : [errorOf(said)]));
    return "failed";
  }
  if (job.remove && operation === "destroy") await removeStack(service, stage);
  if (happenings.changes.length === 0) return "unchanged";
  return operation === "drift" ? "drifted" : operation === "preview" ? "to change" : "changed";
}

/** The CLI of a run that was killed goes on: waits for its end, rather than to meet its lock. */
async function earlierProcess({ stop, onProgress }: StackJob, files: Files): Promise<void> {
  const pid = leftProcess(files);
  while (pid !== undefined && isRunning(pid) && !stop.cancelled.aborted) {
    onProgress(`waiting for process ${pid} of an earlier run`);
    await pause(250, stop.cancelled);
  }
}

/** Runs the CLI on the stack. Locks that a killed process of this machine left are removed first; others are an error. */
async function unlocking(
  args: readonly string[],
  job: StackJob,
  files: Files,
  onEvent?: (event: EngineEvent) => void,
): Promise<Said> {
  const { service, stage, stop } = job;
  const run = async (): Promise<Said> => {
    const code = await runOperation({
      args,
      dir: service.dir,
      stage,
      files,
      stop,
      ...(onEvent && { onEvent }),
    });
    return { code, stdout: code === 0 ? "" : tailOf(files.log), stderr: "" };
  };
  const left = leftProcess(files);
  const said = await run();
  if (said.code === 0 || !isLocked(said.stdout)) return said;
  const locks = locksIn(said.stdout);
  if (left === undefined || isRunning(left) || !areLeftBy(left, locks))
    throw new Error(lockedSentence(locks, relative(process.cwd(), service.dir) || ".", stage));
  job.onProgress(`removing the lock of process ${left}, which was killed`);
  const cancelled = await pulumi(["cancel", "--yes", "--stack", stage], service.dir);
  if (cancelled.code !== 0) throw new Error(errorOf(cancelled));
  return run();
}
