import { checkKeys, checkRange } from "../../../values/problems.ts";
import { type Contribution, type FeatureContext, type FeatureSubject, versionOf } from "./feature.ts";

/** Executions that outlive their invocations: each step is recorded, and the handler continues after the last one. */
export interface DurableArgs {
  /** Seconds that an execution may take over all its invocations, up to 366 days. */
  readonly executionTimeout: number;
  /** Days that a finished execution's history is kept, 1 to 90. Default: AWS's, 14. */
  readonly retentionDays?: number;
}

/** Source: @pulumi/aws, `FunctionDurableConfig`. */
const ranges = {
  executionTimeout: { min: 1, max: 31_622_400, unit: "seconds" },
  retentionDays: { min: 1, max: 90, unit: "days" },
} as const;

/** Seconds of an execution that its caller waits for. Source: "Invoking durable Lambda functions". */
const longestWait = 900;

/** First version of each language with a durable execution SDK. Source: "Supported runtimes for durable functions". */
const first: Readonly<Record<string, number>> = { nodejs: 22, python: 13, java: 17 };

export function durableProblems(given: DurableArgs | undefined, subject: FeatureSubject): string[] {
  if (given === undefined) return [];
  const [language, version] = versionOf(subject.runtime);
  const known = subject.runtime === undefined || version >= (first[language] ?? Number.POSITIVE_INFINITY);
  const { executionTimeout } = given;
  return [
    ...checkKeys(given, Object.keys(ranges), "durable."),
    ...(executionTimeout === undefined
      ? ["durable.executionTimeout: it is missing; give the seconds that an execution may take."]
      : checkRange("durable.executionTimeout", executionTimeout, ranges.executionTimeout)),
    ...checkRange("durable.retentionDays", given.retentionDays, ranges.retentionDays),
    ...(known
      ? []
      : [
          `durable: ${subject.runtime} can't; Node.js 22, Python 3.13, Java 17 and later, and container images, can.`,
        ]),
    ...(subject.invocation !== "async" && executionTimeout > longestWait
      ? [
          `durable.executionTimeout: ${executionTimeout} given; the caller of this function waits for it, for which at most ${longestWait} seconds are allowed.`,
        ]
      : []),
  ];
}

/** Durable execution, and the function's own permission to record and read its steps. */
export function durable(
  { executionTimeout, retentionDays }: DurableArgs,
  { functionArn }: FeatureContext,
): Contribution {
  return {
    inputs: {
      durableConfig: {
        executionTimeout,
        ...(retentionDays !== undefined && { retentionPeriod: retentionDays }),
      },
    },
    statements: [
      {
        actions: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
        // Executions belong to versions.
        resources: [functionArn.apply((arn) => `${arn}:*`)],
      },
    ],
  };
}
