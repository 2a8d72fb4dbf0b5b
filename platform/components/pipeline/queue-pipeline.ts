import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type Transform } from "../../core/component.ts";
import {
  combineLinks,
  type Link,
  type Linkable,
  linkProblems,
  linkWith,
  type VariablesOf,
} from "../../core/link.ts";
import { settingsOf } from "../../core/settings.ts";
import type { Defaults } from "../../defaults.ts";
import { type ConstantCase, checkName, constantCase } from "../../values/names.ts";
import { checkKeys, shown } from "../../values/problems.ts";
import { type SqsSource, sqs } from "../event/sources/sqs.ts";
import {
  type FunctionArgs,
  type FunctionSettings,
  type FunctionTransform,
  functionArgsOf,
  functionOverlay,
  type HandlerPath,
} from "../function/args.ts";
import { Function } from "../function/function.ts";
import { targetProblems } from "../function/target.ts";
import { Queue } from "../queue/queue.ts";

/** A handler's file, written with `step` of `#runtime/queue-step`, or a function with settings of its own. */
export type QueueStepTarget = HandlerPath | FunctionArgs;

/** `Omit` for each of a union on its own. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface QueuePipelineArgs<
  S extends Readonly<Record<string, QueueStepTarget>> = Readonly<Record<string, QueueStepTarget>>,
  L extends readonly Linkable[] = readonly Linkable[],
> {
  /** Steps by name, in order; each becomes a function with a queue before it. */
  readonly steps: S;
  /** Links of every step. A step's own `link` adds to them. */
  readonly link?: L;
  /** Settings of every step; a step's own come first. */
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  /** Settings of every queue, as of an `Event` of the source `sqs`. */
  readonly queues?: Without<SqsSource, "type" | "queue">;
  /** A standard queue for the results of the last step. Default: they are dropped. */
  readonly output?: Queue;
  readonly transform?: {
    readonly queue?: Transform<aws.sqs.QueueArgs>;
    readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
    readonly mapping?: Transform<aws.lambda.EventSourceMappingArgs>;
    readonly function?: FunctionTransform;
  };
}

/** Name of the variable that `#runtime/queue-step` reads. */
const nextQueue = "NEXT_QUEUE_URL";

type QueueVariable<N extends string> = `${ConstantCase<N>}_QUEUE_URL`;

/**
 * Steps one after the other, joined by queues: cheaper than a state machine and without its limits of history and rate, but
 * without branches, waits and a record of each run. A step's result goes to the queue of the next step. Delivery is at least
 * once, in no particular order, so steps must be idempotent; messages that keep failing end up in the dead-letter queue of
 * their step, with an alarm, and can be redriven from there.
 */
export class QueuePipeline<
    const N extends string = string,
    const S extends Readonly<Record<string, QueueStepTarget>> = Readonly<Record<string, QueueStepTarget>>,
    const L extends readonly Linkable[] = readonly [],
  >
  extends Component
  implements Linkable<QueueVariable<N>>
{
  /** The steps' functions by name. */
  readonly functions: { readonly [K in keyof S]: Function };
  /** The queue before each step, with its dead-letter queue. */
  readonly queues: { readonly [K in keyof S]: Queue };
  /** The queue before the first step, where runs begin. */
  readonly queueUrl: pulumi.Output<string>;
  /** Lets a function start runs. */
  readonly start: Linkable<QueueVariable<N>>;
  readonly link: Link<QueueVariable<N>>;
  readonly environmentNames: readonly (
    | VariablesOf<{ link: L }>
    | { [K in keyof S]: VariablesOf<S[K]> }[keyof S]
  )[];

  constructor(name: N, args: QueuePipelineArgs<S, L>, options: pulumi.ComponentResourceOptions = {}) {
    super("QueuePipeline", name, options, { source: queuesOverlay(args) });
    this.refuse(queuePipelineProblems(name, args));
    const { output, transform = {} } = args;
    const source: SqsSource = { type: "sqs", ...args.queues };
    const created = new Map<string, { fn: Function; queue: Queue }>();

    let next = output && linkWith(nextQueue, output.url, output.send.link.statements);
    // From the last to the first: each step needs the queue that comes after it.
    for (const [step, target] of Object.entries(args.steps).reverse()) {
      const own = functionArgsOf(target, args);
      const settings = stepSettings(`${name}-${step}`, own, source);
      const prepared = sqs.prepare(source, {
        component: this,
        name: queueName(name, step),
        settings,
        transform,
      });
      const fn = new Function(
        `${name}-${step}`,
        { ...own, link: [...(own.link ?? []), ...(next ? [next] : [])] },
        { parent: this, invocation: prepared.invocation, statements: prepared.statements },
      );
      const { queue } = prepared.connect(fn);
      created.set(step, { fn, queue });
      next = linkWith(nextQueue, queue.url, queue.send.link.statements);
    }

    const steps = Object.keys(args.steps).map((step) => [step, created.get(step)!] as const);
    this.functions = Object.fromEntries(steps.map(([step, { fn }]) => [step, fn])) as typeof this.functions;
    this.queues = Object.fromEntries(steps.map(([step, { queue }]) => [step, queue])) as typeof this.queues;
    const first = steps[0]![1].queue;
    this.queueUrl = first.url;
    const variable = `${constantCase(name)}_QUEUE_URL` as const;
    this.start = linkWith(variable, first.url, first.send.link.statements);
    this.link = this.start.link;
    this.environmentNames = combineLinks([
      ...(args.link ?? []),
      ...Object.values<QueueStepTarget>(args.steps).flatMap((target) =>
        typeof target === "object" ? (target.link ?? []) : [],
      ),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}

/** `flow-to-charge`: the queue that leads to a step. */
const queueName = (name: string, step: string) => `${name}-to-${step}`;

/** The settings of a step's function and of its queue. */
const stepSettings = (functionName: string, own: FunctionArgs, source: SqsSource): Defaults =>
  settingsOf("pipeline", { args: functionOverlay(own), source: sqs.overlay?.(source), functionName });

/** The settings of every queue that the program gives. */
const queuesOverlay = ({ queues }: Pick<QueuePipelineArgs, "queues">) =>
  sqs.overlay?.({ type: "sqs", ...queues });

/** All problems of a pipeline of queues. */
function queuePipelineProblems(name: string, args: QueuePipelineArgs): string[] {
  const steps = Object.entries<unknown>(args.steps ?? {});
  const source: SqsSource = { type: "sqs", ...args.queues };
  return [
    ...checkKeys(args, ["steps", "link", "function", "queues", "output", "transform"]),
    ...checkKeys(args.transform, ["queue", "deadLetterQueue", "mapping", "function"], "transform."),
    ...checkKeys(
      args.queues,
      sqs.options.filter((option) => option !== "queue"),
      "queues.",
    ),
    ...(steps.length === 0
      ? ['steps: there is none; give at least one, such as charge: "src/charge.ts".']
      : []),
    ...steps.flatMap(([step, target]) => {
      if (!target) return [`steps.${step}: it leads to nothing; give it a handler's file.`];
      if (target instanceof Function)
        return [
          `steps.${step}: a function made elsewhere can't get the next queue's address; give its handler's file.`,
        ];
      return [
        ...targetProblems(`steps.${step}`, target),
        ...checkName("part", queueName(name, step)).map((problem) => `steps.${step}: ${problem}`),
      ];
    }),
    ...steps.flatMap(([step, target]) => {
      if (!target || target instanceof Function || targetProblems("", target).length > 0) return [];
      const own = functionArgsOf(target as QueueStepTarget, args);
      return sqs
        .problems(source, stepSettings(`${name}-${step}`, own, source))
        .map((problem) => `steps.${step}: ${problem.replace(/^source\./, "queues.")}`);
    }),
    ...linkProblems(args.link),
    ...(args.output === undefined || args.output instanceof Queue
      ? []
      : [`output: ${shown(args.output)} given; a Queue is expected.`]),
    ...(args.output instanceof Queue && args.output.fifo
      ? ["output: it is a FIFO queue, which needs message groups; give a standard queue."]
      : []),
  ];
}
