import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Stage, stages } from "../../defaults.ts";
import { tuning } from "../../organisation.ts";
import { givenPath } from "../../values/places.ts";
import { checkRange, UsageError } from "../../values/problems.ts";
import type { TuningInput } from "./execution.ts";
import { memoryRange, sizesAround } from "./proposal.ts";
import type { Target } from "./target.ts";

/** Flags of the command about measuring. */
export interface Asked {
  readonly memory?: string;
  readonly invocations?: string;
  readonly strategy?: string;
  readonly payload?: string;
  readonly parallel?: boolean;
  readonly "cold-starts"?: boolean;
}

/** Aims of a proposal. */
export const strategies = ["cost", "speed", "balanced"] as const;

/** Power Tuning takes no fewer than 5; a thousand at each size is more than an average needs. */
const invocationRange = { min: 5, max: 1_000 };

/** Bytes of an execution's input. Source: "Step Functions service quotas". */
const maxInput = 262_144;

/** The state machine of a stage, its ARN taken apart. */
export interface StateMachine {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The state machine to use. Stages that the defaults don't name are treated as `dev`. */
export function stateMachineOf(stage: string, flag: string | undefined): StateMachine {
  const known = Object.hasOwn(stages, stage) ? (stage as Stage) : "dev";
  const arn = flag ?? tuning.stateMachines[known];
  if (arn === "")
    throw new UsageError(
      `There is no state machine of AWS Lambda Power Tuning for stage ${stage}. Deploy it once in the account of that stage, ` +
        "from the Serverless Application Repository (aws-lambda-power-tuning, by Alex Casalboni); then put the ARN of its output " +
        `into tuning.stateMachines.${known} of platform/organisation.ts, or give it by --state-machine.`,
    );
  return partsOf(
    arn,
    "stateMachine",
    "--state-machine",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:powerTuning",
  );
}

/** The state machine that an execution is of. */
export function machineOfExecution(arn: string): StateMachine {
  return partsOf(
    arn,
    "execution",
    "--execution",
    "arn:aws:states:eu-west-1:123456789012:execution:powerTuning:run",
  );
}

function partsOf(arn: string, kind: string, flag: string, example: string): StateMachine {
  const [, partition, region, account] =
    new RegExp(`^arn:([\\w-]+):states:([\\w-]+):(\\d{12}):${kind}:[\\w-]+(:[\\w-]+)?$`).exec(arn) ?? [];
  if (!partition || !region || !account)
    throw new UsageError(`${flag}: ${JSON.stringify(arn)} is no ARN like ${example}.`);
  return { arn, partition, region, account };
}

/** The deployed function and the place of its service's events. */
interface PayloadPlace {
  readonly lambdaArn: string;
  /** The service's folder. */
  readonly dir: string;
  /** Functions that the service has. */
  readonly functions: number;
}

/** The input for Power Tuning. Throws a `UsageError` with all problems of the flags. */
export function inputFor(target: Target, asked: Asked, from: PayloadPlace): TuningInput {
  const powerValues =
    asked.memory === undefined ? sizesAround(target.memory) : sizesIn(asked.memory, target.memory);
  const num = asked.invocations === undefined ? tuning.invocations : Number(asked.invocations);
  const strategy = strategies.find((one) => one === (asked.strategy ?? tuning.strategy));
  const cold = asked["cold-starts"] === true;
  const problems = [
    ...powerValues.flatMap((size) => checkRange("--memory", size, { ...memoryRange, unit: "MB" })),
    ...(powerValues.length < 2 ? ["--memory: give at least two sizes."] : []),
    ...checkRange("--invocations", num, invocationRange),
    ...(strategy ? [] : [`--strategy: ${asked.strategy} given; cost, speed or balanced is expected.`]),
    ...concurrencyProblems(target, powerValues.length, num, asked.parallel === true),
  ];
  if (problems.length > 0 || !strategy) throw new UsageError(problems.map((problem) => ({ problem })));
  const input: TuningInput = {
    lambdaARN: from.lambdaArn,
    powerValues,
    num,
    payload: payloadFor(target.name, asked.payload, from),
    parallelInvocation: asked.parallel === true,
    strategy,
    // The slowest are the ones that are measured.
    discardTopBottom: cold ? 0 : tuning.discard,
    ...(cold && { onlyColdStarts: true }),
    autoOptimize: false,
    includeOutputResults: true,
    disablePayloadLogs: true,
  };
  const size = Buffer.byteLength(JSON.stringify(input));
  if (size > maxInput)
    throw new UsageError(`--payload: the input has ${size} bytes with it; Step Functions takes ${maxInput}.`);
  return input;
}

function sizesIn(list: string, present: number): number[] {
  const given = list.split(",").map((one) => (one.trim() === "" ? Number.NaN : Number(one)));
  // The present one always: everything else is compared with it.
  return [...new Set([...given, present])].sort((a, b) => a - b);
}

/** All sizes are measured concurrently, each one invocation after the other unless they are parallel. */
function concurrencyProblems({ reserved }: Target, sizes: number, num: number, parallel: boolean): string[] {
  if (reserved === undefined) return [];
  if (reserved === 0) return ["The function's reserved concurrency is 0: nothing can invoke it."];
  return parallel && sizes * num > reserved
    ? [
        `--parallel: ${sizes * num} concurrent invocations, but ${reserved} executions are reserved for the function; they and real ones would be throttled. Leave it out.`,
      ]
    : [];
}

/** The payload: of the file that is named, else of the service's one fixture that fits the function. */
function payloadFor(name: string, file: string | undefined, { dir, functions }: PayloadPlace): unknown {
  if (file !== undefined) return readPayload(file);
  const folder = join(dir, "events");
  const fixtures = existsSync(folder)
    ? readdirSync(folder)
        .filter((one) => one.endsWith(".json"))
        .sort()
    : [];
  const named = fixtures.filter((one) => `-${name}`.endsWith(`-${one.slice(0, -".json".length)}`));
  const fitting = named.length > 0 ? named : functions === 1 ? fixtures : [];
  if (fitting.length === 1) return readPayload(join(folder, fitting[0]!));
  const there =
    fixtures.length > 0 ? `; there are: ${fixtures.map((one) => join(folder, one)).join(", ")}` : "";
  throw new UsageError(`Name the event to invoke ${name} with: --payload <file>${there}.`);
}

function readPayload(file: string): unknown {
  try {
    return JSON.parse(readFileSync(givenPath(file), "utf8"));
  } catch (error) {
    throw new UsageError(`--payload: ${file} can't be read: ${(error as Error).message}`);
  }
}

/** Warnings to read before a yes. */
export function warningsFor(target: Target, input: TuningInput): string[] {
  const { powerValues: sizes, num } = input;
  return [
    `It really invokes ${target.functionName}, ${sizes.length * num} times (${num} at each of ${sizes.join(", ")} MB): whatever the function does it does so often, and AWS bills it.`,
    `Meanwhile the function's own memory is changed to each size in turn${target.alias ? "; callers keep the version that their alias names" : ", which real callers get too"}. Don't deploy it until the end.`,
    ...(target.reserved !== undefined && target.reserved < sizes.length
      ? [
          `${sizes.length} invocations run concurrently, but ${target.reserved} are reserved for the function: some wait, real ones among them. Fewer sizes (--memory) or a stage that reserves nothing is gentler.`,
        ]
      : []),
  ];
}
