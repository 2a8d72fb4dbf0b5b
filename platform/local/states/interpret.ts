import { allStates, type Machine } from "./asl.ts";
import type { Execution } from "./machine-execution.ts";
import { MAX_TIMER_SECONDS, normalise, stateKey } from "./normalise.ts";
import { dataLimitExceeded, ended, type Invoke, MAX_DATA_BYTES, sizeOf, taskHandler } from "./task.ts";
import type { TaskTokens } from "./tokens.ts";

/** In `fast` timing no retry and no Wait takes longer, in milliseconds. */
const FAST_MS = 100;

export interface RunSettings {
  readonly timing: "fast" | "real";
  readonly timeoutSeconds?: number;
  readonly machine: { readonly Id: string; readonly Name: string };
  readonly invoke: Invoke;
  readonly tokens: TaskTokens;
}

type Outcome = Pick<Execution, "status" | "output" | "error" | "cause">;

/** Times that the interpreter takes instead of its own: fixed waits for Wait states, and caps for retries. */
function waits(machine: Machine, timing: "fast" | "real") {
  const states = allStates(machine);
  const seconds = states.flatMap(([name, { Type, Seconds }]) => {
    if (Type !== "Wait") return [];
    const given = typeof Seconds === "number" ? Math.min(Seconds, MAX_TIMER_SECONDS) * 1000 : undefined;
    if (timing === "fast") return [[name, Math.min(given ?? FAST_MS, FAST_MS)] as const];
    return given === undefined ? [] : [[name, given] as const];
  });
  // Intervals are whole seconds, so the cap is always the shorter.
  const retries =
    timing === "fast" ? states.filter(([, { Retry }]) => Retry).map(([name]) => [name, FAST_MS]) : [];
  return {
    waitTimeOverrides: Object.fromEntries(seconds),
    retryIntervalOverrides: Object.fromEntries(retries),
  };
}

/** Runs the machine to its end and records its events; never rejects. `onAbort` hears how to end it before. */
export async function run(
  machine: Machine,
  execution: Execution,
  settings: RunSettings,
  onAbort: (abort: (outcome: Outcome) => void) => void,
): Promise<Outcome> {
  // Loaded on the first execution: it takes some 0.3 s and not every service has a state machine.
  const { StateMachine } = await import("aws-local-stepfunctions");
  type Definition = ConstructorParameters<typeof StateMachine>[0];
  type Json = Parameters<InstanceType<typeof StateMachine>["run"]>[0];
  type Handler = (input: Json) => Promise<Json>;

  let early: Outcome | undefined;
  const tasks = allStates(machine).filter(([, state]) => state.Type === "Task");
  const handlers = tasks.map(([name, state]): [string, Handler] => {
    const handler = taskHandler(name, state, { ...settings, executionId: execution.arn });
    return [
      name,
      async (input) => {
        // An aborted run still goes through its retries, without waiting; nothing may be invoked any more.
        if (early) throw ended();
        return (await handler(input)) as Json;
      },
    ];
  });
  const names = allStates(machine).map(([name]) => [stateKey(name), name]);
  const root = {
    Id: execution.arn,
    Input: execution.input,
    Name: execution.name,
    StartTime: execution.startDate.toISOString(),
    RoleArn: "",
  };
  const running = new StateMachine(normalise(machine) as unknown as Definition, {
    validationOptions: { noValidate: true },
  }).run(execution.input as Json, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      ...waits(machine, settings.timing),
    },
    context: { ...Object.fromEntries(names), Root: root, StateMachine: settings.machine },
  });

  const end = (outcome: Outcome) => {
    early ??= outcome;
    running.abort();
  };
  onAbort(end);
  const limit = Math.min(settings.timeoutSeconds ?? MAX_TIMER_SECONDS, MAX_TIMER_SECONDS);
  const timer = setTimeout(() => end({ status: "TIMED_OUT", error: "States.Timeout" }), limit * 1000);

  const recording = (async () => {
    for await (const event of running.eventLogs) {
      const state = "state" in event ? event.state : "parentState" in event ? event.parentState : undefined;
      execution.events.push({
        type: event.type,
        at: new Date(event.timestamp),
        ...(state && { state: state.name }),
        ...("index" in event && event.index !== undefined && { index: event.index }),
        ...("Error" in event && { error: event.Error }),
        ...("retry" in event && { attempt: event.retry.attempt }),
      });
      const data = event.type === "StateExited" ? event.state.output : undefined;
      if (state && sizeOf(data) > MAX_DATA_BYTES) {
        const { name, message } = dataLimitExceeded(`The output of state "${state.name}"`);
        end({ status: "FAILED", error: name, cause: message });
      }
    }
  })();

  const result = await running.result.then(
    (output): Outcome => ({ status: "SUCCEEDED", output }),
    (error: Error): Outcome => {
      const cause = error.cause instanceof Error ? error.cause : error;
      // A Fail state without a name for its error gets this one from the interpreter.
      const unnamed = cause.name === "FailStateError";
      return { status: "FAILED", ...(!unnamed && { error: cause.name }), cause: cause.message };
    },
  );
  clearTimeout(timer);
  await recording;
  return early ?? result;
}
