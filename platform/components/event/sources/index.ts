import { type AlarmSource, alarm } from "./alarm.ts";
import { type CodeCommitSource, codecommit } from "./codecommit.ts";
import { type CognitoParts, type CognitoSource, cognito } from "./cognito.ts";
import { type DynamodbParts, type DynamodbSource, dynamodb } from "./dynamodb.ts";
import { type EventBridgeSource, eventbridge } from "./eventbridge.ts";
import { type IotParts, type IotSource, iot } from "./iot.ts";
import { type KinesisParts, type KinesisSource, kinesis } from "./kinesis.ts";
import { type S3Parts, type S3Source, s3 } from "./s3.ts";
import type { QueueParts } from "./shared/queue-source.ts";
import type { RuleParts } from "./shared/rule.ts";
import type { SourceKind } from "./shared/source.ts";
import { type SnsParts, type SnsSource, sns } from "./sns.ts";
import { type SqsSource, sqs } from "./sqs.ts";
import { type SqsFifoSource, sqsFifo } from "./sqs-fifo.ts";

export type { Filter } from "../../../values/patterns/filters.ts";
export type { AlarmSource } from "./alarm.ts";
export type { CodeCommitSource } from "./codecommit.ts";
export type { CognitoSource } from "./cognito.ts";
export type { DynamodbSource } from "./dynamodb.ts";
export type { EventBridgeSource } from "./eventbridge.ts";
export type { IotSource } from "./iot.ts";
export type { KinesisSource } from "./kinesis.ts";
export type { S3Source } from "./s3.ts";
export type { SourceTransform } from "./shared/source.ts";
export type { SnsSource } from "./sns.ts";
export type { SqsSource } from "./sqs.ts";
export type { SqsFifoSource } from "./sqs-fifo.ts";

/** Each source and the parts that it makes. A new source is a row here and in `sources`, and a file beside this one. */
interface Sources {
  codecommit: { source: CodeCommitSource; parts: RuleParts };
  eventbridge: { source: EventBridgeSource; parts: RuleParts };
  iot: { source: IotSource; parts: IotParts };
  s3: { source: S3Source; parts: S3Parts };
  sns: { source: SnsSource; parts: SnsParts };
  sqs: { source: SqsSource; parts: QueueParts };
  "sqs-fifo": { source: SqsFifoSource; parts: QueueParts };
  kinesis: { source: KinesisSource; parts: KinesisParts };
  dynamodb: { source: DynamodbSource; parts: DynamodbParts };
  alarm: { source: AlarmSource; parts: RuleParts };
  cognito: { source: CognitoSource; parts: CognitoParts };
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
    codecommit,
    eventbridge,
    iot,
    s3,
    sns,
    sqs,
    "sqs-fifo": sqsFifo,
    kinesis,
    dynamodb,
    alarm,
    cognito,
  };
