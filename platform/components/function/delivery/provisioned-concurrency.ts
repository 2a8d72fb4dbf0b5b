import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import type { Defaults } from "../../../settings.ts";
import { checkKeys, checkRange } from "../../../values/problems.ts";
import { checkSchedule } from "../../../values/schedule.ts";
import { checkTimezone } from "../../../values/timezone.ts";
import type { FunctionContext } from "../types.ts";

/** Environments that are kept started: a fixed number, or as many as the load and the hour ask for. */
export type ProvisionedConcurrency = number | ScaledConcurrency;

interface ScaledConcurrency {
  /** Kept started at all times but those of `schedules`, 1 to 1,000. */
  readonly minimum: number;
  /** The most that scaling may raise it to, up to 1,000. */
  readonly maximum: number;
  /** Per cent in use that scaling aims at, 10 to 90. Default: `defaults.provisionedConcurrency.targetUtilization`. */
  readonly targetUtilization?: number;
  /** Other bounds from some hour on: a day's begin and end are two of them. */
  readonly schedules?: readonly ConcurrencySchedule[];
}

interface ConcurrencySchedule {
  /** `cron(0 8 ? * MON-FRI *)`, `rate(1 day)` or `at(2026-12-24T18:00:00)`. */
  readonly schedule: string;
  /** IANA time zone. Default: `defaults.cron.timezone`. */
  readonly timezone?: string;
  /** From then on; 0 lets go of all. */
  readonly minimum: number;
  readonly maximum: number;
}

/** Sources: "PutProvisionedConcurrencyConfig", "Lambda quotas" (an account's 1,000), "RegisterScalableTarget". */
const least = 1;
const most = 1_000;

/** Source: "Application Auto Scaling and Lambda": a target between 0.1 and 0.9. */
const utilization = { min: 10, max: 90, unit: "per cent" } as const;

/** Everything wrong with it, given the settings that hold. */
export function provisionedConcurrencyProblems(
  given: ProvisionedConcurrency | undefined,
  settings: Pick<Defaults, "function" | "provisionedConcurrency" | "cron">,
): string[] {
  if (given === undefined) return [];
  const name = "provisionedConcurrency";
  const reserved = settings.function.reservedConcurrency;
  const aboveReserved = (path: string, value: number) =>
    reserved !== "unreserved" && value > reserved
      ? [
          `${path}: ${value} given; it is taken from the function's reserved concurrency, ${reserved}, and can't be more: raise reservedConcurrency or lower this.`,
        ]
      : [];
  if (typeof given !== "object" || given === null)
    return [
      ...checkRange(name, given, { min: least, max: most }),
      ...(typeof given === "number" ? aboveReserved(name, given) : []),
    ];
  const { minimum, maximum, schedules = [] } = given;
  return [
    ...checkKeys(given, ["minimum", "maximum", "targetUtilization", "schedules"], `${name}.`),
    ...boundProblems(`${name}.`, minimum, maximum, least),
    ...aboveReserved(`${name}.maximum`, maximum),
    ...checkRange(
      `${name}.targetUtilization`,
      given.targetUtilization ?? settings.provisionedConcurrency.targetUtilization,
      utilization,
    ),
    ...schedules.flatMap((one, index) => {
      const path = `${name}.schedules[${index}].`;
      return [
        ...checkKeys(one, ["schedule", "timezone", "minimum", "maximum"], path),
        ...checkSchedule(String(one.schedule)).map((problem) => `${path}${problem}`),
        ...checkTimezone(one.timezone ?? settings.cron.timezone).map((problem) => `${path}${problem}`),
        ...boundProblems(path, one.minimum, one.maximum, 0),
        ...aboveReserved(`${path}maximum`, one.maximum),
      ];
    }),
  ];
}

function boundProblems(path: string, minimum: unknown, maximum: unknown, lowest: number): string[] {
  // Left out in a program without types: as wrong as any other value.
  const range = [
    ...checkRange(`${path}minimum`, minimum ?? null, { min: lowest, max: most }),
    ...checkRange(`${path}maximum`, maximum ?? null, { min: lowest, max: most }),
  ];
  if (range.length > 0 || Number(minimum) <= Number(maximum)) return range;
  return [`${path}minimum: ${minimum} given; at most the maximum, ${maximum}, is allowed.`];
}

/** Keeps environments of an alias started; scaling follows the load between two bounds, and moves those by the hour. */
export function createProvisionedConcurrency(
  { component, name, transform }: FunctionContext,
  alias: aws.lambda.Alias,
  given: ProvisionedConcurrency,
  settings: Pick<Defaults, "provisionedConcurrency" | "cron">,
): aws.lambda.ProvisionedConcurrencyConfig {
  const scaled = typeof given === "object" ? given : undefined;
  const config = new aws.lambda.ProvisionedConcurrencyConfig(
    `${name}-provisioned-concurrency`,
    ...component.part(
      transform.provisionedConcurrency,
      {
        functionName: alias.functionName,
        qualifier: alias.name,
        provisionedConcurrentExecutions: typeof given === "object" ? given.minimum : given,
      },
      // Where it scales, the number is scaling's from its creation on.
      scaled ? { ignoreChanges: ["provisionedConcurrentExecutions"] } : {},
    ),
  );
  if (!scaled) return config;

  const scalable = {
    serviceNamespace: "lambda",
    scalableDimension: "lambda:function:ProvisionedConcurrency",
    resourceId: pulumi.interpolate`function:${alias.functionName}:${alias.name}`,
  };
  const target = new aws.appautoscaling.Target(
    `${name}-scaling-target`,
    ...component.part(
      transform.scalingTarget,
      { ...scalable, minCapacity: scaled.minimum, maxCapacity: scaled.maximum },
      {
        dependsOn: [config],
        // The schedules move the bounds; without them the program does.
        ignoreChanges: scaled.schedules?.length ? ["minCapacity", "maxCapacity"] : [],
      },
    ),
  );
  new aws.appautoscaling.Policy(
    `${name}-scaling-policy`,
    ...component.part(
      transform.scalingPolicy,
      {
        ...scalable,
        name: nameOf("scaling", name, "-utilization"),
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "LambdaProvisionedConcurrencyUtilization" },
          targetValue: (scaled.targetUtilization ?? settings.provisionedConcurrency.targetUtilization) / 100,
        },
      },
      { dependsOn: [target] },
    ),
  );
  for (const [index, { schedule, timezone, minimum, maximum }] of (scaled.schedules ?? []).entries())
    new aws.appautoscaling.ScheduledAction(
      `${name}-scaling-schedule-${index + 1}`,
      ...component.part(
        transform.scalingSchedule,
        {
          ...scalable,
          name: nameOf("scheduledScaling", name, `-schedule-${index + 1}`),
          schedule,
          timezone: timezone ?? settings.cron.timezone,
          scalableTargetAction: { minCapacity: minimum, maxCapacity: maximum },
        },
        { dependsOn: [target] },
      ),
    );
  return config;
}
