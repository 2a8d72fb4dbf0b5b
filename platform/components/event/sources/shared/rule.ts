import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../../core/component.ts";
import type { Defaults, Overlay } from "../../../../settings.ts";
import { checkRange } from "../../../../values/problems.ts";
import { invokePermission } from "../../../function/permission.ts";
import type { Prepared, SourceContext } from "./source.ts";
import { createUndeliveredQueue } from "./undelivered.ts";

/** Options of every source that EventBridge delivers. */
export interface DeliveryOptions {
  /** Attempts to hand an event over to the function, 0 to 185. Default: `defaults.rule.retries`. */
  readonly retries?: number;
  /** Seconds in which an event must be handed over, 60 to 86,400. Default: `defaults.rule.maxEventAge`. */
  readonly maxEventAge?: number;
}

/** The function's input: a part of the event, or a text made of parts; without it the whole event. */
export type EventInput =
  | { readonly path: `$.${string}`; readonly paths?: never; readonly template?: never }
  | {
      /** Parts of the event by the names that the template has for them. */
      readonly paths?: Readonly<Record<string, `$.${string}`>>;
      /** JSON with `<name>` for each part; `<aws.events.event>` and its like need no path. */
      readonly template: string;
      readonly path?: never;
    };

export interface RuleParts {
  /** Selects the events. */
  readonly rule: aws.cloudwatch.EventRule;
  /** Hands them to the function. */
  readonly target: aws.cloudwatch.EventTarget;
  readonly permission: aws.lambda.Permission;
  /** Queue of events that could not be handed over: the function's dead-letter queue, unless it has none of its own. */
  readonly undeliveredUrl: pulumi.Output<string>;
}

export interface RuleSpec {
  /** Selects the events, as JSON. */
  readonly pattern: pulumi.Input<string>;
  readonly busName: pulumi.Input<string>;
  readonly input?: EventInput;
}

/** Sources: EventBridge "RetryPolicy". */
const ranges = {
  retries: { min: 0, max: 185 },
  maxEventAge: { min: 60, max: 86_400, unit: "seconds" },
} as const;

/** For the row of a source: its options, its parts that can be transformed, its overlay and its problems. */
export const delivery = {
  options: ["retries", "maxEventAge"],
  parts: ["rule", "target", "permission"],
  overlay: ({ retries, maxEventAge }: DeliveryOptions): Overlay => ({ rule: { retries, maxEventAge } }),
  problems: ({ rule }: Defaults): string[] =>
    Object.entries(ranges).flatMap(([key, range]) =>
      checkRange(`source.${key}`, rule[key as keyof typeof ranges], range),
    ),
} as const;

/**
 * A rule that hands events over to the function asynchronously: at least once, in no particular order. What can't be
 * handed over and what fails all retries meet in the function's dead-letter queue.
 */
export function prepareRule(context: SourceContext, spec: RuleSpec): Prepared<RuleParts> {
  const { component, name, settings, transform } = context;
  const { busName, pattern, input } = spec;
  const rule = new aws.cloudwatch.EventRule(
    `${name}-rule`,
    ...component.part(transform.rule, {
      name: nameOf("rule", name),
      eventBusName: busName,
      eventPattern: pattern,
    }),
  );
  const sender = { principal: "events.amazonaws.com", sourceArn: rule.arn } as const;
  return {
    invocation: "async",
    senders: [sender],
    connect(fn) {
      const undelivered = createUndeliveredQueue(fn, context, [sender]);
      const permission = new aws.lambda.Permission(
        `${name}-permission`,
        ...component.part(transform.permission, invokePermission(fn, sender.principal, rule.arn)),
      );
      const target = new aws.cloudwatch.EventTarget(
        `${name}-target`,
        ...component.part(
          transform.target,
          {
            rule: rule.name,
            eventBusName: busName,
            targetId: "function",
            arn: fn.target.arn,
            ...inputOf(input),
            retryPolicy: {
              maximumRetryAttempts: settings.rule.retries,
              maximumEventAgeInSeconds: settings.rule.maxEventAge,
            },
            deadLetterConfig: { arn: undelivered.arn },
          },
          { dependsOn: [permission] },
        ),
      );
      return { rule, target, permission, undeliveredUrl: undelivered.url };
    },
  };
}

function inputOf(input: EventInput | undefined): Partial<aws.cloudwatch.EventTargetArgs> {
  if (input === undefined) return {};
  if (input.path !== undefined) return { inputPath: input.path };
  return { inputTransformer: { inputPaths: { ...input.paths }, inputTemplate: input.template } };
}
