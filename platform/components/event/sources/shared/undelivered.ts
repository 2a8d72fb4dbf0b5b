import type * as aws from "@pulumi/aws";
import type { Sender } from "../../../../core/policy.ts";
import type { Function } from "../../../function/function.ts";
import { createDeadLetterQueue } from "../../../queue/queue.ts";
import type { SourceContext } from "./source.ts";

/**
 * The queue for events that a source can't hand over: the function's own dead-letter queue, whose policy names the
 * senders already (`Prepared.senders`). Where failures go to another queue (`onFailure`), whose policy isn't ours to
 * change, the source gets a queue of its own.
 */
export function createUndeliveredQueue(
  fn: Function,
  { component, name, settings }: SourceContext,
  senders: readonly Sender[],
): aws.sqs.Queue {
  return fn.deadLetterQueue ?? createDeadLetterQueue(component, name, settings, { senders });
}
