/** The exports that service programs import as `#platform`. */

// Registers the dashboard that every program gets.
import "./components/dashboard/dashboard.ts";

export type { BucketArgs, BucketCorsArgs } from "./components/bucket/args.ts";
export { Bucket } from "./components/bucket/bucket.ts";
export { Bus, type BusArgs, type BusReference, defaultBus, sharedBus } from "./components/bus/bus.ts";
export { Cron, type CronArgs } from "./components/cron/cron.ts";
export type { DistributionArgs, PathArgs } from "./components/distribution/args.ts";
export { Distribution } from "./components/distribution/distribution.ts";
export { type AbTestArgs, abTest } from "./components/distribution/ready-made/ab-test.ts";
export { basicAuth, indexDocuments } from "./components/distribution/ready-made/pages.ts";
export { redirects } from "./components/distribution/ready-made/redirects.ts";
export { securityHeaders } from "./components/distribution/ready-made/security-headers.ts";
export { Event, type EventArgs } from "./components/event/event.ts";
export type {
  AlarmSource,
  CodeCommitSource,
  CognitoSource,
  DynamodbSource,
  EventBridgeSource,
  Filter,
  IotSource,
  KinesisSource,
  S3Source,
  SnsSource,
  SqsFifoSource,
  SqsSource,
} from "./components/event/sources/index.ts";
export type { FunctionArgs, FunctionSettings } from "./components/function/args.ts";
export { Function } from "./components/function/function.ts";
export { type CorsArgs, Gateway, type GatewayArgs } from "./components/gateway/gateway.ts";
export { Parameter, type ParameterArgs } from "./components/parameter/parameter.ts";
export { approval } from "./components/pipeline/approvals.ts";
export type { PipelineArgs } from "./components/pipeline/args.ts";
export { Pipeline } from "./components/pipeline/pipeline.ts";
export { QueuePipeline, type QueuePipelineArgs } from "./components/pipeline/queue-pipeline.ts";
export {
  choice,
  fail,
  jsonata,
  map,
  parallel,
  pass,
  sequence,
  succeed,
  wait,
} from "./components/pipeline/states/index.ts";
export type { QueueArgs } from "./components/queue/args.ts";
export { Queue } from "./components/queue/queue.ts";
export type { RotationArgs } from "./components/secret/rotation.ts";
export { Secret, type SecretArgs } from "./components/secret/secret.ts";
export { Stream, type StreamArgs } from "./components/stream/stream.ts";
export {
  type IndexArgs,
  type KeyAttribute,
  Table,
  type TableArgs,
  type TableStream,
} from "./components/table/table.ts";
export { Topic, type TopicArgs } from "./components/topic/topic.ts";
export { exempt } from "./core/ledger/exempt.ts";
export { type EnvironmentOf, type Linkable, linkAs } from "./core/link.ts";
export { linksOf, outputsOf } from "./core/outputs.ts";
export type { Exception, Override } from "./values/ledger.ts";
