// What handlers import (`#runtime`). Importing it does nothing; a bundle has only what its handler uses.
// Not here: `#runtime/idempotency`, whose DynamoDB client every build would have to read, used or not.

export {
  type AlarmChange,
  type AlarmEvent,
  type AlarmOptions,
  type AlarmRequest,
  alarm,
  changeId,
} from "./alarm.ts";
export { type AuthorizerRequest, authorizer, type CallerContext, type Decision } from "./authorizer.ts";
export { CognitoRefusal, type CognitoRequest, type CognitoTriggerName, cognito } from "./cognito.ts";
export { correlation } from "./correlation.ts";
export { fromEventBridge, fromSns } from "./envelope.ts";
export { environment } from "./environment.ts";
export { HttpError, type HttpErrorOptions, InvalidInput, type Issue } from "./errors.ts";
export { type EventOptions, type EventRequest, event } from "./event.ts";
export { type HttpOptions, type HttpRequest, http } from "./http.ts";
export type { HttpResult } from "./http-response.ts";
export type { HttpEvent, HttpEventV1 } from "./http-v1.ts";
export type { Context, Handler, Tools } from "./invocation.ts";
export type { Log } from "./logger.ts";
export type { Metrics } from "./metrics.ts";
export { type QueueOptions, type QueueRequest, queue } from "./queue.ts";
export { type ScheduleEvent, type ScheduleOptions, type ScheduleRequest, schedule } from "./schedule.ts";
export { type StepOptions, type StepRequest, step } from "./step.ts";
export { type StreamOptions, type StreamRequest, stream } from "./stream.ts";
export type { Change, StreamEvent, StreamRecord } from "./stream-record.ts";
export {
  type StreamWindowOptions,
  streamWindow,
  type WindowEnd,
  type WindowEvent,
} from "./stream-window.ts";
