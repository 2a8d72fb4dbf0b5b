import { type EventBridgeSource, eventbridge } from "./eventbridge.ts";
import type { RuleParts } from "./rule.ts";
import type { SourceKind } from "./source.ts";
import { type SqsParts, type SqsSource, sqs } from "./sqs.ts";

export type { EventBridgeSource } from "./eventbridge.ts";
export type { SourceTransform } from "./source.ts";
export type { SqsSource } from "./sqs.ts";

/** Each source and the parts that it makes. A new source is a row here and in `sources`, and a file beside this one. */
interface Sources {
  eventbridge: { source: EventBridgeSource; parts: RuleParts };
  sqs: { source: SqsSource; parts: SqsParts };
}

export type SourceType = keyof Sources;

/** Any source; `type` tells which. */
export type Source = Sources[SourceType]["source"];

/** The parts of a source by its type: of an SQS source its queue, its mapping and the queue's URL. */
export type PartsOf<T extends SourceType> = Sources[T]["parts"];

/** A row of any source, to code that doesn't know the source's type. */
export interface AnyKind extends Omit<SourceKind<Source, PartsOf<SourceType>>, "options"> {
  readonly options: readonly string[];
}

export const sources: { readonly [T in SourceType]: SourceKind<Sources[T]["source"], Sources[T]["parts"]> } =
  {
    eventbridge,
    sqs,
  };
