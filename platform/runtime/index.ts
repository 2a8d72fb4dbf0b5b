// The exports that handlers import as `#runtime`. Importing it does nothing; a bundle has only what its handler uses.
// Exports with code of their own are files beside this one, imported as `#runtime/<name>`: every build would have to read an
// SDK client that is exported here, used or not. A new wrapper is wrappers/<name>.ts, its export here, its row in
// docs/runtime.md, its section in docs/runtime/wrappers.md and its size in bench/runtime-imports.ts; tests hold these together.

export { HttpError, type HttpErrorOptions, InvalidInput, type Issue } from "./errors/errors.ts";
export type { HttpOptions, HttpRequest } from "./http/request.ts";
export type { HttpResult } from "./http/response.ts";
export type { HttpEvent, HttpEventV1 } from "./http/v1.ts";
export { correlation } from "./invocation/correlation.ts";
export { fromEventBridge, fromSns } from "./invocation/envelope.ts";
export { environment } from "./invocation/environment.ts";
export type { Context, Handler, Tools } from "./invocation/invocation.ts";
export type { Log } from "./invocation/logger.ts";
export type { Metrics } from "./invocation/metrics.ts";
export { fromS3 } from "./invocation/s3.ts";
export type { Change, StreamEvent, StreamRecord } from "./invocation/stream-record.ts";
export {
  type AlarmChange,
  type AlarmEvent,
  type AlarmOptions,
  type AlarmRequest,
  alarm,
  changeId,
} from "./wrappers/alarm.ts";
export {
  type AuthorizerEvent,
  type AuthorizerRequest,
  authorizer,
  type CallerContext,
  type Decision,
} from "./wrappers/authorizer.ts";
export { CognitoRefusal, type CognitoRequest, type CognitoTriggerName, cognito } from "./wrappers/cognito.ts";
export { type EventOptions, type EventRequest, event } from "./wrappers/event.ts";
export { http } from "./wrappers/http.ts";
export { type QueueOptions, type QueueRequest, queue } from "./wrappers/queue.ts";
export {
  type ScheduleEvent,
  type ScheduleOptions,
  type ScheduleRequest,
  schedule,
} from "./wrappers/schedule.ts";
export { type StepOptions, type StepRequest, step } from "./wrappers/step.ts";
export { type StreamOptions, type StreamRequest, stream } from "./wrappers/stream.ts";
export {
  type StreamWindowOptions,
  streamWindow,
  type WindowEnd,
  type WindowEvent,
} from "./wrappers/stream-window.ts";
