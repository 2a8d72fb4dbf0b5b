import { join } from "node:path";
import type { Graph } from "../graph/graph.ts";
import { engineHandlers, monitorHandlers } from "../monitor/handlers.ts";
import { Monitor } from "../monitor/monitor.ts";
import { conclude } from "../run/conclude.ts";
import { configOf, defaultIdleLimit, type RunOptions } from "../run/options.ts";
import { pack, unpack } from "../wire/packing.ts";
import type { Procedures } from "../wire/protocol.ts";
import { Calls } from "./calls.ts";
import { type FromProgram, type RunRequest, receivedError, sentError } from "./messages.ts";
import type { ProgramProcess } from "./program-process.ts";
import { Silence } from "./silence.ts";

type Services = Readonly<Record<"monitor" | "engine", Procedures>>;

/** This side of a run. */
interface Engine {
  readonly monitor: Monitor;
  readonly services: Services;
  readonly calls: Calls;
}

/** Runs a program in a process, with the engine in this one. */
export async function runOn(worker: ProgramProcess, options: RunOptions): Promise<Graph> {
  const calls = new Calls((message) => worker.send(message));
  const monitor = new Monitor(options, calls.call);
  const services = { monitor: monitorHandlers(monitor), engine: engineHandlers(monitor) };
  const errors = await untilEnd(worker, options, { services, calls, monitor });
  return conclude(monitor, errors);
}

/** Resolves with the errors of the program when it, or its process, is over. */
function untilEnd(
  worker: ProgramProcess,
  options: RunOptions,
  { services, calls, monitor }: Engine,
): Promise<Error[]> {
  const { signal, idleLimit = defaultIdleLimit } = options;
  const program = join(options.dir, options.main ?? "");
  let silence: Silence | undefined;
  let abort = () => {};
  return new Promise<Error[]>((resolve, reject) => {
    let exiting: Error[] | undefined;
    silence = new Silence(worker, idleLimit, (reason) => {
      worker.end();
      const text = `${program} gave no sign for ${idleLimit / 1000} seconds and was ended; ${reason}.`;
      resolve([new Error(text)]);
    });
    // The time that the process itself takes to start is not the program's.
    const started = silence.owes();
    abort = () => {
      worker.end();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    worker.attend({
      onMessage(message) {
        if (message.type === "pong") return silence?.alive(message.waitsFor);
        silence?.broken();
        if (message.type === "ask") void answer(worker, services, message).finally(silence?.owes());
        else if (message.type === "started") started();
        else if (message.type === "returned") calls.returned(message);
        else if (message.type === "exiting") exiting = exitErrors(message, monitor);
        else {
          if (message.trace) options.onTrace?.(message.trace);
          if (message.trace?.isLast) worker.retire();
          resolve(endErrors(message));
        }
      },
      onGone(how) {
        const last = worker.tail && `:\n${worker.tail}`;
        resolve(exiting ?? [new Error(`the process of ${program} ended${how}${last}`)]);
      },
    });
    if (signal?.aborted) abort();
    else worker.send({ type: "run", request: requestOf(options, services) });
  }).finally(() => {
    silence?.end();
    signal?.removeEventListener("abort", abort);
    worker.leave();
  });
}

async function answer(
  worker: ProgramProcess,
  services: Services,
  { id, service, procedure, request }: Extract<FromProgram, { type: "ask" }>,
): Promise<void> {
  try {
    const response = await services[service][procedure]?.(unpack(request));
    worker.send({ type: "answer", id, result: { value: pack(response) } });
  } catch (error) {
    worker.send({ type: "answer", id, result: { error: sentError(error) } });
  }
}

function requestOf(options: RunOptions, services: Services): RunRequest {
  const { project, stack, organization = "organization", preview = false, secretKeys = [] } = options;
  const { dir, main, shared } = options;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return {
    ...{ project, stack, organization, preview, secretKeys, dir, main, shared, env },
    config: configOf(options),
    procedures: { monitor: Object.keys(services.monitor), engine: Object.keys(services.engine) },
  };
}

/** All that a program has thrown, or the exit code that it has set, where no error explains it. */
function endErrors({ errors, exitCode }: Extract<FromProgram, { type: "ended" }>): Error[] {
  if (errors.length > 0) return errors.map(receivedError);
  return exitCode === 0
    ? []
    : [new Error(`the program sets the exit code ${exitCode}, which fails a deployment`)];
}

/** The program ends its process itself; with 0 that is its end, as for the CLI. */
function exitErrors({ code, stack }: Extract<FromProgram, { type: "exiting" }>, monitor: Monitor): Error[] {
  const frames = stack.replace(/^Error.*\n.*\n/, "");
  if (code === 0) {
    const place =
      /\(?(?:file:\/\/)?([^\s()?]+)(?:\?[^:]*)?(:\d+):\d+\)?$/m.exec(frames)?.slice(1).join("") ?? "";
    const message = `The program calls process.exit(0) (${place}): this graph ends there, and a deployment deletes what comes after it.`;
    monitor.logs.push({ severity: "warning", message, urn: "" });
    return [];
  }
  const error = new Error(`the program calls process.exit(${code}), which fails a deployment`);
  error.stack = `Error: ${error.message}\n${frames}`;
  return [error];
}
