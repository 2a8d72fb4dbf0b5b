import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Component, Transform } from "../../../../core/component.ts";
import type { Statement } from "../../../../core/link.ts";
import type { Sender } from "../../../../core/policy.ts";
import type { Defaults, Overlay } from "../../../../settings.ts";
import type { Function } from "../../../function/function.ts";
import type { Invocation } from "../../../function/types.ts";

/** Parts of sources that a service may change; each source has some of them. */
export interface SourceTransform {
  readonly queue?: Transform<aws.sqs.QueueArgs>;
  readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  readonly stream?: Transform<aws.kinesis.StreamArgs>;
  readonly consumer?: Transform<aws.kinesis.StreamConsumerArgs>;
  readonly mapping?: Transform<aws.lambda.EventSourceMappingArgs>;
  readonly rule?: Transform<aws.cloudwatch.EventRuleArgs>;
  readonly target?: Transform<aws.cloudwatch.EventTargetArgs>;
  readonly permission?: Transform<aws.lambda.PermissionArgs>;
  readonly pool?: Transform<aws.cognito.UserPoolArgs>;
  readonly topic?: Transform<aws.sns.TopicArgs>;
  readonly subscription?: Transform<aws.sns.TopicSubscriptionArgs>;
  readonly topicRule?: Transform<aws.iot.TopicRuleArgs>;
  readonly errorRole?: Transform<aws.iam.RoleArgs>;
}

/** The event service that a source feeds. */
export interface SourceContext {
  /** The `Event`; parent of the source's parts. */
  readonly component: Component;
  readonly name: string;
  /** The settings that hold for the service, the source's own options included. */
  readonly settings: Defaults;
  readonly transform: SourceTransform;
}

/** A source whose parts exist and whose function doesn't yet: what the function needs, and how to connect it. */
export interface Prepared<Parts> {
  /** The source's kind of invocation: it decides the function's failure path. */
  readonly invocation: Invocation;
  /** Permissions that the function needs in order to be invoked, such as receiving from a queue. */
  readonly statements?: readonly Statement[];
  /** AWS services that put what they can't deliver into the function's dead-letter queue. */
  readonly senders?: readonly Sender[];
  /** Queue of failed events where it isn't the function's own dead-letter queue. */
  readonly deadLetterUrl?: pulumi.Output<string>;
  /** Connects the function; the result is what `Event.source` holds. */
  connect(fn: Function): Parts;
}

/** One kind of source: a row of the table in `sources/index.ts`, a file beside it. */
export interface SourceKind<Source, Parts> {
  /** Options beside `type`. */
  readonly options: readonly (keyof Source & string)[];
  /** Parts that can be transformed. */
  readonly parts: readonly (keyof SourceTransform)[];
  /** Seconds that the caller waits: the function's timeout, which is at most this, unless the service gives less. */
  readonly timeoutLimit?: number;
  // Methods, so that a row fits `AnyKind`: a row found by a source's type is called with that source.
  /** The source's options that override defaults. */
  overlay?(source: Source): Overlay;
  /** Everything wrong with the source, given the settings that hold. */
  problems(source: Source, settings: Defaults): string[];
  /** The parts that there are, where the source's options decide it. */
  partsOf?(source: Source): readonly (keyof SourceTransform)[];
  prepare(source: Source, context: SourceContext): Prepared<Parts>;
}
