import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, type Transform } from "../../core/component.ts";
import type { DestinationTarget } from "../../core/destination.ts";
import { combineLinks, linkProblems, type VariablesOf } from "../../core/link.ts";
import { policyDocument, trustForAccount } from "../../core/policy.ts";
import { checkKeys, checkRange, shown } from "../../values/problems.ts";
import { checkSchedule, checkTimezone, type ScheduleExpression } from "../../values/schedule.ts";
import { type FunctionArgs, functionArgNames, functionParts } from "../function/args.ts";
import { codeArgs } from "../function/code/index.ts";
import { queueDestination } from "../function/destination.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import { createDeadLetterQueue } from "../queue/queue.ts";
import { jsonOf, jsonProblems } from "./input.ts";

export type CronArgs = FunctionArgs & {
  /** `rate(5 minutes)`, `cron(0 2 * * ? *)` or `at(2027-01-31T09:00:00)`. */
  readonly schedule: ScheduleExpression;
  /** IANA time zone of the expression. Default: `defaults.cron.timezone`. */
  readonly timezone?: string;
  /** JSON for the handler, in which outputs may stand: `{ queue: queue.url }`. */
  readonly input?: unknown;
  /** Minutes within which a run may start, 0 to 1,440. Default: `defaults.cron.flexibleWindowMinutes`. */
  readonly flexibleWindowMinutes?: number;
  /** False stops the schedule without removing it. Default: true. */
  readonly enabled?: boolean;
  readonly transform?: FunctionArgs["transform"] & {
    readonly schedule?: Transform<aws.scheduler.ScheduleArgs>;
    readonly scheduleRole?: Transform<aws.iam.RoleArgs>;
  };
};

const cronArgNames = ["schedule", "timezone", "input", "flexibleWindowMinutes", "enabled"] as const;

/** Source: EventBridge Scheduler API reference, "FlexibleTimeWindow". */
const window = { min: 0, max: 1_440, unit: "minutes" };

/** The handler's event: the schedule's own input, and when and in which execution it was due. */
const envelope = (input: unknown) =>
  jsonOf({
    scheduledTime: "<aws.scheduler.scheduled-time>",
    executionId: "<aws.scheduler.execution-id>",
    ...(input !== undefined && { input }),
  });

/**
 * A function on a schedule of EventBridge Scheduler. Delivered at least once; runs that could not be delivered, or
 * failed all retries, go to the dead-letter queue. Where concurrency is reserved (1 by default) runs never overlap.
 */
export class Cron<const A extends CronArgs = CronArgs> extends Component {
  /** Runs on the schedule. */
  readonly function: Function;
  /** Its schedule. */
  readonly schedule: aws.scheduler.Schedule;
  /** Assumed by Scheduler: may invoke this function and write to its dead-letter queue. */
  readonly scheduleRole: aws.iam.Role;
  /** Queue of runs that could not be started, and of failed runs unless `onFailure` names another place. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly environmentNames: readonly VariablesOf<A>[];

  constructor(name: string, args: A, options: pulumi.ComponentResourceOptions = {}) {
    const {
      schedule,
      timezone,
      input,
      flexibleWindowMinutes,
      enabled,
      transform = {},
      ...functionArgs
    } = args;
    super("Cron", name, options, { args: { cron: { timezone, flexibleWindowMinutes } } });
    const { cron: settings } = this.settings;
    this.refuse(cronProblems(args, settings));

    const { schedule: scheduleTransform, scheduleRole: roleTransform, ...functionTransform } = transform;
    this.function = new Function(
      handlerName(name, args),
      { ...functionArgs, ...codeArgs(args), transform: functionTransform },
      { parent: this },
    );
    const undelivered = this.#undelivered(name, args);
    this.scheduleRole = new aws.iam.Role(
      `${name}-schedule-role`,
      ...this.part(roleTransform, {
        name: nameOf("role", name, "-schedule"),
        assumeRolePolicy: trustForAccount("scheduler.amazonaws.com"),
      }),
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-schedule-policy`,
      {
        name: "permissions",
        role: this.scheduleRole.name,
        policy: policyDocument([
          { actions: ["lambda:InvokeFunction"], resources: [this.function.target.arn] },
          ...undelivered.statements,
        ]),
      },
      { parent: this },
    );
    this.schedule = new aws.scheduler.Schedule(
      `${name}-schedule`,
      ...this.part(
        scheduleTransform,
        {
          name: nameOf("schedule", name),
          scheduleExpression: schedule,
          scheduleExpressionTimezone: settings.timezone,
          state: enabled === false ? "DISABLED" : "ENABLED",
          flexibleTimeWindow:
            settings.flexibleWindowMinutes === 0
              ? { mode: "OFF" }
              : { mode: "FLEXIBLE", maximumWindowInMinutes: settings.flexibleWindowMinutes },
          target: {
            arn: this.function.target.arn,
            roleArn: this.scheduleRole.arn,
            input: envelope(input),
            retryPolicy: {
              maximumRetryAttempts: settings.retries,
              maximumEventAgeInSeconds: settings.maxEventAge,
            },
            deadLetterConfig: { arn: undelivered.arn },
          },
        },
        { dependsOn: [policy] },
      ),
    );

    this.deadLetterQueueUrl = undelivered.queueUrl;
    this.environmentNames = combineLinks(args.link ?? []).names as typeof this.environmentNames;
    this.registerOutputs({ scheduleName: this.schedule.name });
  }

  /**
   * Scheduler's own failures and the function's meet in one queue: one alarm, one place to look. Scheduler only sends to
   * queues: where the function's failures go elsewhere, it gets one of its own.
   */
  #undelivered(name: string, { onFailure }: CronArgs): QueueDestination {
    const given = onFailure?.asDestination();
    if (given && isQueue(given)) return given;
    return queueDestination(
      this.function.deadLetterQueue ?? createDeadLetterQueue(this, name, this.settings),
    );
  }
}

type QueueDestination = DestinationTarget<"queue"> & { readonly queueUrl: pulumi.Output<string> };

const isQueue = (target: DestinationTarget): target is QueueDestination => target.queueUrl !== undefined;

function cronProblems(
  args: CronArgs,
  settings: { timezone: string; flexibleWindowMinutes: number },
): string[] {
  return [
    ...checkKeys(args, [...functionArgNames, ...cronArgNames]),
    ...checkKeys(args.transform, [...functionParts, "schedule", "scheduleRole"], "transform."),
    ...(typeof args.schedule === "string"
      ? checkSchedule(args.schedule)
      : [`schedule: ${shown(args.schedule)} given; an expression is expected, such as "rate(1 day)".`]),
    ...linkProblems(args.link),
    ...(args.input === undefined ? [] : jsonProblems("input", args.input)),
    ...checkTimezone(settings.timezone),
    ...checkRange("flexibleWindowMinutes", settings.flexibleWindowMinutes, window),
  ];
}
