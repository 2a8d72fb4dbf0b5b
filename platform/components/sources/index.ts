import type { SourceKind } from "./source.ts";
import { type SqsParts, type SqsSource, sqs } from "./sqs.ts";

export type { SourceTransform } from "./source.ts";
export type { SqsSource } from "./sqs.ts";

/** Each source and the parts that it makes. A new source is a row here and in `sources`, and a file beside this one. */
interface Sources {
  sqs: { source: SqsSource; parts: SqsParts };
}

export type SourceType = keyof Sources;

/** Any source; `type` tells which. */
export type Source = Sources[SourceType]["source"];

/** The parts of a source by its type: of an SQS source its queue, its mapping and the queue's URL. */
export type PartsOf<T extends SourceType> = Sources[T]["parts"];

export const sources: { readonly [T in SourceType]: SourceKind<Sources[T]["source"], Sources[T]["parts"]> } =
  {
    sqs,
  };
