import { AwsError, answerJson, bodyOf } from "../wire/answer.ts";
import type { WireService } from "../wire/wire-gateway.ts";
import type { LocalStateMachine } from "./machine.ts";
import type { Execution } from "./machine-execution.ts";
import type { TaskTokens } from "./tokens.ts";

export interface LocalMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly machine: LocalStateMachine;
}

/** State machines by ARN, with every execution and task token since the start. */
export interface MachineStore {
  find(arn: string): LocalMachine | undefined;
  readonly executions: Map<string, { machine: LocalMachine; execution: Execution }>;
  readonly tokens: TaskTokens;
}

type Input = Readonly<Record<string, string | number | undefined>>;

/** StartExecution, StartSyncExecution, DescribeExecution, ListExecutions, StopExecution, SendTask{Success,Failure,Heartbeat}. */
export function statesService(machines: MachineStore): WireService {
  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    StartExecution: (input) => {
      const { executionArn, startDate } = summary(startExecution(machines, input));
      return { executionArn, startDate };
    },
    StartSyncExecution: async (input) => {
      const { type, name } = machineOf(machines, input);
      if (type !== "EXPRESS")
        throw new AwsError(
          "StateMachineTypeNotSupported",
          `${name} is a STANDARD state machine; use StartExecution`,
        );
      const started = startExecution(machines, input);
      await started.execution.done;
      return describe(started);
    },
    DescribeExecution: (input) => describe(executionOf(machines, input)),
    StopExecution: (input) => {
      const { execution } = executionOf(machines, input);
      execution.stop({ error: text(input.error), cause: text(input.cause) });
      return { stopDate: Date.now() / 1000 };
    },
    SendTaskSuccess: (input) => {
      const output = parse(text(input.output) ?? "", "InvalidOutput");
      return answered(machines.tokens.succeed(text(input.taskToken) ?? "", output));
    },
    SendTaskFailure: (input) =>
      answered(
        machines.tokens.fail(text(input.taskToken) ?? "", {
          error: text(input.error),
          cause: text(input.cause),
        }),
      ),
    SendTaskHeartbeat: (input) => answered(machines.tokens.state(text(input.taskToken) ?? "")),
    ListExecutions: (input) => {
      const { arn } = machineOf(machines, input);
      const wanted = input.statusFilter;
      const executions = [...machines.executions.values()]
        .filter(({ machine, execution }) => machine.arn === arn && (!wanted || execution.status === wanted))
        .map(summary)
        .reverse();
      return { executions };
    },
  };
  return async (request, response) => {
    const name = String(request.headers["x-amz-target"] ?? "").replace("AWSStepFunctions.", "");
    const operation = operations[name];
    if (!operation)
      throw new AwsError("NotImplementedException", `Step Functions ${name} has no local counterpart`, 501);
    const body = (await bodyOf(request)).toString("utf8");
    answerJson(response, await operation(JSON.parse(body || "{}") as Input));
  };
}

interface Started {
  readonly machine: LocalMachine;
  readonly execution: Execution;
}

/** Schedules and `start` use it too. */
export function startExecution(machines: MachineStore, input: Input): Started {
  const machine = machineOf(machines, input);
  const given = parse(text(input.input) ?? "{}");
  try {
    const execution = machine.machine.start(given, text(input.name));
    const started = { machine, execution };
    machines.executions.set(execution.arn, started);
    return started;
  } catch (error) {
    // The machine names its errors as the API does.
    throw new AwsError((error as Error).name, (error as Error).message);
  }
}

function machineOf(machines: MachineStore, input: Input): LocalMachine {
  const arn = text(input.stateMachineArn) ?? "";
  const found = machines.find(arn);
  if (!found) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  return found;
}

function executionOf(machines: MachineStore, input: Input): Started {
  const arn = text(input.executionArn) ?? "";
  const found = machines.executions.get(arn);
  if (!found) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  return found;
}

/** AWS's protocol has times in seconds. */
function summary({ machine, execution }: Started) {
  return {
    executionArn: execution.arn,
    stateMachineArn: machine.arn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startDate.getTime() / 1000,
    ...(execution.stopDate ? { stopDate: execution.stopDate.getTime() / 1000 } : {}),
  };
}

function describe(started: Started) {
  const { input, output, error, cause } = started.execution;
  return {
    ...summary(started),
    input: JSON.stringify(input),
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function parse(input: string, problem = "InvalidExecutionInput"): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new AwsError(problem, `Invalid JSON: ${(error as Error).message}`);
  }
}

function answered(token: "waiting" | "closed" | "unknown"): object {
  if (token === "unknown") throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  if (token === "closed")
    throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  return {};
}

function text(value: string | number | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
