import type * as aws from "@pulumi/aws";
import type { Function } from "../../../function/function.ts";
import { deadLetterQueue, type Sender } from "../../../queue/queue.ts";
import type { SourceContext } from "./source.ts";

/**
 * Where a source puts what it can't hand over: the function's own dead-letter queue, whose policy names the senders
 * already (`Prepared.senders`). Where failures go to another queue (`onFailure`), whose policy isn't ours to change, the
 * source gets a queue of its own.
 */
export function undeliveredQueue(
  fn: Function,
  { component, name, settings }: SourceContext,
  senders: readonly Sender[],
): aws.sqs.Queue {
  return fn.deadLetterQueue ?? deadLetterQueue(component, name, settings, undefined, senders);
}
