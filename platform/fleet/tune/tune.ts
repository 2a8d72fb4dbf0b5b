import { styleText } from "node:util";
import { tuning } from "../../organisation.ts";
import { checkRange, Interrupted, UsageError } from "../../values/problems.ts";
import { graphOf } from "../graph-of.ts";
import { configIn, findService, type Service } from "../services.ts";
import { conclude, type Outcome } from "./conclude.ts";
import type { Conversation } from "./conversation.ts";
import { type Finished, followTuning, startTuning, type TuningInput } from "./execution.ts";
import { propose } from "./proposal.ts";
import {
  type Asked,
  inputFor,
  machineOfExecution,
  type StateMachine,
  stateMachineOf,
  warningsFor,
} from "./request.ts";
import { readResult } from "./result.ts";
import { pickTarget, type Target, targetsOf } from "./target.ts";
import { readTraffic, type Traffic } from "./traffic.ts";

/** The flags and arguments of the command. */
export interface TuneOptions extends Asked {
  /** The service, as it was named. */
  readonly service: string;
  readonly stage: string;
  readonly function?: string;
  readonly days?: string;
  readonly "state-machine"?: string;
  readonly execution?: string;
  readonly stages?: string;
}

/** One run of the command: the function, the state machine and where they are. */
interface Session {
  readonly service: Service;
  readonly options: TuneOptions;
  readonly talk: Conversation;
  readonly target: Target;
  /** Number of the service's functions that can be tuned. */
  readonly functions: number;
  readonly machine: StateMachine;
  readonly lambdaArn: string;
  readonly days: number;
  /** Region of the function. */
  readonly region: string;
  readonly profile: string | undefined;
}

/** Days whose data CloudWatch keeps at all. Source: "GetMetricData". */
const dayRange = { min: 1, max: 455, unit: "days" };

/** Measures, shows, proposes and, after a yes, writes. */
export async function tune(options: TuneOptions, talk: Conversation): Promise<Outcome> {
  const session = await sessionOf(options, talk);
  const { service, target, machine } = session;
  const arn = options.execution ?? (await start(session));
  if (arn === undefined) return { status: "declined" };
  const end = await follow(session, arn);
  const input = inputOf(end, session.lambdaArn);
  const result = readResult(end.output);
  const proposal = propose(target, result, await trafficBefore(session, end.startedAt, input));
  const currency = machine.partition === "aws-cn" ? "CNY" : "USD";
  const measured = { service: service.name, stage: options.stage, execution: arn, measuredAt: end.startedAt };
  return conclude(
    service,
    { ...measured, target, result, proposal, currency },
    stagesToWrite(service, options),
    talk,
  );
}

async function sessionOf(options: TuneOptions, talk: Conversation): Promise<Session> {
  const { stage } = options;
  const service = findService(options.service, stage);
  const days = options.days === undefined ? tuning.days : Number(options.days);
  const wrong = checkRange("--days", days, dayRange);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  stagesToWrite(service, options);
  const graph = await graphOf(service, { stage });
  const target = pickTarget(graph, options.function);
  const config = configIn(service, stage);
  const machine = options.execution
    ? machineOfExecution(options.execution)
    : stateMachineOf(stage, options["state-machine"]);
  const region = config["aws:region"] ?? process.env.AWS_REGION ?? machine.region;
  const lambdaArn = `arn:${machine.partition}:lambda:${region}:${machine.account}:function:${target.functionName}`;
  const functions = targetsOf(graph).length;
  const profile = config["aws:profile"];
  return { service, options, talk, target, functions, machine, lambdaArn, days, region, profile };
}

/** Stages to write to: those that are named, else the one that is measured. */
function stagesToWrite(service: Service, { stage, stages }: TuneOptions): string[] {
  const named = stages === undefined ? [stage] : stages.split(",").map((one) => one.trim());
  for (const one of named) findService(service.dir, one);
  return [...new Set(named)];
}

const clientFor = ({ profile }: Session, region: string) => ({ region, ...(profile && { profile }) });

/** Starts an execution after a yes; undefined after a no. */
async function start(session: Session): Promise<string | undefined> {
  const { service, target, options, talk, machine } = session;
  const input = inputFor(target, options, {
    lambdaArn: session.lambdaArn,
    dir: service.dir,
    functions: session.functions,
  });
  if (!target.reported)
    throw new Error(
      `Power Tuning reads durations off a line that Lambda logs at the level INFO, and ${target.name} logs Lambda's warnings only. ` +
        `Put this under config in Pulumi.${options.stage}.yaml, deploy, and run it again:\n` +
        `  ${service.name}:functions:\n    ${target.name}:\n      systemLogLevel: INFO`,
    );
  for (const warning of warningsFor(target, input)) talk.say(`${styleText("yellow", "!")} ${warning}`);
  if (!talk.ask)
    throw new UsageError("It invokes a deployed function, and there is no terminal to ask in: add --yes.");
  if (!(await talk.ask("Run it?"))) {
    talk.say("Nothing was run.");
    return undefined;
  }
  if (talk.signal?.aborted) throw new Interrupted();
  return startTuning(machine.arn, input, clientFor(session, machine.region));
}

async function follow(session: Session, execution: string): Promise<Finished> {
  const { target, options, talk, machine } = session;
  talk.say(`Execution ${execution}`);
  try {
    return await followTuning(execution, { ...talk, client: clientFor(session, machine.region) });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new Interrupted(
      "Stopped waiting; the execution goes on. See what it found with:\n" +
        `  npm run tune -- ${options.service} ${target.name} --stage ${options.stage} --execution ${execution}`,
    );
  }
}

/** The input of an execution; refuses one of another function. */
function inputOf({ input, arn }: Finished, lambdaArn: string): Partial<TuningInput> {
  const given: Partial<TuningInput> = typeof input === "object" && input !== null ? input : {};
  if (given.lambdaARN !== lambdaArn)
    throw new UsageError(`--execution: ${arn} measured ${given.lambdaARN}, not ${lambdaArn}.`);
  return given;
}

/** Real invocations before the execution, or why they are not known. */
async function trafficBefore(
  session: Session,
  until: Date,
  input: Partial<TuningInput>,
): Promise<Traffic | string> {
  if (input.onlyColdStarts) return "cold starts alone say nothing of a p99.";
  const { target, days, region } = session;
  return readTraffic(target, { days, until }, clientFor(session, region)).catch(
    (error: Error) => error.message,
  );
}
