import type * as pulumi from "@pulumi/pulumi";
import { Component, whereOf } from "../../core/component.ts";
import { combineLinks, linkProblems, type VariablesOf } from "../../core/link.ts";
import { settingsOf } from "../../core/settings.ts";
import { checkKeys, checkRange, shown, ValueError } from "../../values/problems.ts";
import { type FunctionArgs, functionArgNames, functionOverlay, functionParts } from "../function/args.ts";
import { codeArgs } from "../function/code/index.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import type { Queue } from "../queue/queue.ts";
import {
  type AnyKind,
  type PartsOf,
  type Source,
  type SourceTransform,
  type SourceType,
  sources,
} from "./sources/index.ts";

export type EventArgs = FunctionArgs & {
  readonly source: Source;
  readonly transform?: FunctionArgs["transform"] & SourceTransform;
};

/** The parts of a source; its queue, where it makes one, is named as the component. */
type NamedParts<P, S, N extends string> = P extends { readonly queue: Queue }
  ? Omit<P, "queue"> & {
      readonly queue: S extends { readonly queue: Queue<infer Given> } ? Queue<Given> : Queue<N>;
    }
  : P;

/**
 * A function that works through the events of a source. Delivery is at least once, so handlers must be idempotent. Failed
 * events are retried, then moved to a dead-letter queue with an alarm.
 */
export class Event<const A extends EventArgs = EventArgs, const N extends string = string> extends Component {
  /** Handles the events. */
  readonly function: Function;
  /** The source's parts: of an SQS source its queue, its mapping and the queue's URL. */
  readonly source: NamedParts<PartsOf<A["source"]["type"]>, A["source"], N>;
  /** The queue of failed events; undefined where the caller gets the error. */
  readonly deadLetterQueueUrl: pulumi.Output<string> | undefined;
  readonly environmentNames: readonly VariablesOf<A>[];

  constructor(name: N, args: A, options: pulumi.ComponentResourceOptions = {}) {
    const { source, transform = {}, ...functionArgs } = args;
    const kind = kindOf(name, args);
    const ofSource = kind.overlay?.(source);
    super("Event", name, options, { source: ofSource });
    const functionName = handlerName(name, args);
    const settings = settingsOf("event", { args: functionOverlay(args), source: ofSource, functionName });
    const parts = kind.partsOf?.(source) ?? kind.parts;
    this.refuse([
      ...checkKeys(args, [...functionArgNames, "source"]),
      ...checkKeys(transform, [...functionParts, ...parts], "transform."),
      ...checkKeys(source, ["type", ...kind.options], "source."),
      ...linkProblems(args.link),
      ...kind.problems(source, settings),
      ...(kind.timeoutLimit === undefined
        ? []
        : checkRange("timeout", args.timeout, { min: 1, max: kind.timeoutLimit, unit: "seconds" })),
    ]);

    const prepared = kind.prepare(source, { component: this, name, settings, transform });
    const { invocation, statements, senders } = prepared;
    this.function = new Function(
      functionName,
      {
        ...functionArgs,
        ...codeArgs(args),
        ...(kind.timeoutLimit !== undefined && {
          timeout: Math.min(settings.function.timeout, kind.timeoutLimit),
        }),
        transform: pick(transform, functionParts.filter(notIn(parts))),
      },
      { parent: this, invocation, statements, senders, settings: ofSource },
    );
    this.source = prepared.connect(this.function) as typeof this.source;
    this.deadLetterQueueUrl =
      prepared.deadLetterUrl ??
      args.onFailure?.asDestination().queueUrl ??
      this.function.deadLetterQueue?.url;
    this.environmentNames = combineLinks(args.link ?? []).names as typeof this.environmentNames;
    this.registerOutputs({ deadLetterQueueUrl: this.deadLetterQueueUrl });
  }
}

/** The row of a source's type, for callers that don't know the type. */
function kindOf(name: string, args: Partial<EventArgs>): AnyKind {
  const type: string | undefined = args.source?.type;
  if (type !== undefined && Object.hasOwn(sources, type)) return sources[type as SourceType];
  const allowed = Object.keys(sources).map((one) => `"${one}"`);
  const problems = [
    ...checkKeys(args, [...functionArgNames, "source"]),
    `source.type: ${shown(type)} given; one of these is expected: ${allowed.join(", ")}.`,
  ];
  throw new ValueError(problems, whereOf("Event", name));
}

/** A part that the source makes is transformed as the source's, not as the function's too. */
const notIn =
  (parts: readonly string[]) =>
  (part: string): boolean =>
    !parts.includes(part);

function pick<T extends object, const K extends keyof T>(object: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key as K))) as Pick<T, K>;
}
