import { AsyncLocalStorage } from "node:async_hooks";

/** Facts that log lines of the work under way carry. */
export interface Scope {
  readonly correlationId: string;
  /** Further keys of every log line: `message_id` of the message being handled. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Milliseconds that the invocation under way has left. */
  readonly remainingMs?: () => number;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Within another scope, members that this one leaves out stay. */
export function withScope<R>(scope: Scope, work: () => R): R {
  return scopes.run({ ...scopes.getStore(), ...scope }, work);
}

export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

/** Name of the HTTP header, in lower case as HTTP APIs pass it. */
export const correlationHeader = "x-correlation-id";

/** The id when it is safe to log and to pass on: 1 to 128 letters, digits and `. _ : / = + @ -`. */
export function validCorrelationId(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:/=+@-]{1,128}$/.test(value) ? value : undefined;
}

/** The id that ties one request's work together across services. */
export const correlation = {
  /** Id of the request, message or execution being handled; undefined outside of a handler. */
  current(): string | undefined {
    return scopes.getStore()?.correlationId;
  },
  /** `MessageAttributes` for SQS or SNS, so that the queue's handler goes on with the same id; empty outside of a handler. */
  messageAttributes(): Record<string, { DataType: "String"; StringValue: string }> {
    const id = correlation.current();
    return id === undefined ? {} : { correlationId: { DataType: "String", StringValue: id } };
  },
  /** Headers for calls to other HTTP APIs; empty outside of a handler. */
  headers(): Record<string, string> {
    const id = correlation.current();
    return id === undefined ? {} : { [correlationHeader]: id };
  },
};
