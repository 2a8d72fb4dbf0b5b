/** What service programs import as `#platform`. */
export { approval } from "./components/approvals.ts";
export { Bucket } from "./components/bucket.ts";
export type { BucketArgs, BucketCorsArgs } from "./components/bucket-args.ts";
export { Bus, type BusArgs, type BusReference, defaultBus, sharedBus } from "./components/bus.ts";
export { Cron, type CronArgs } from "./components/cron.ts";
export { type AbTestArgs, abTest } from "./components/distribution/ab-test.ts";
export type { DistributionArgs, PathArgs } from "./components/distribution/args.ts";
export { basicAuth, indexDocuments } from "./components/distribution/pages.ts";
export { redirects } from "./components/distribution/redirects.ts";
export { securityHeaders } from "./components/distribution/security-headers.ts";
export { Distribution } from "./components/distribution.ts";
export { Event, type EventArgs } from "./components/event.ts";
export { Function } from "./components/function.ts";
export type { FunctionArgs, FunctionSettings } from "./components/function-args.ts";
export { type CorsArgs, Gateway, type GatewayArgs } from "./components/gateway.ts";
export type { EnvironmentOf, Linkable } from "./components/link.ts";
export { outputsOf } from "./components/outputs.ts";
export { Parameter, type ParameterArgs } from "./components/parameter.ts";
export { Pipeline } from "./components/pipeline.ts";
export type { PipelineArgs } from "./components/pipeline-args.ts";
export { Queue } from "./components/queue.ts";
export type { QueueArgs } from "./components/queue-args.ts";
export { QueuePipeline, type QueuePipelineArgs } from "./components/queue-pipeline.ts";
export { Secret, type SecretArgs } from "./components/secret.ts";
export type { RotationArgs } from "./components/secret-rotation.ts";
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
} from "./components/sources/index.ts";
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
} from "./components/states.ts";
export { Stream, type StreamArgs } from "./components/stream.ts";
export {
  type IndexArgs,
  type KeyAttribute,
  Table,
  type TableArgs,
  type TableStream,
} from "./components/table.ts";
export { Topic, type TopicArgs } from "./components/topic.ts";
