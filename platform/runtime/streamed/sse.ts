import { HttpError } from "../errors/errors.ts";
import { problem } from "../http/response.ts";
import type { StreamResult } from "./result.ts";

/** One event of a `text/event-stream` (HTML standard, "Server-sent events"). */
export interface ServerSentEvent {
  /** A text is sent as it is, anything else as JSON. */
  readonly data: unknown;
  /** The name that the client listens for. Default: `message`. */
  readonly event?: string;
  /** The `Last-Event-ID` that the client sends when it connects again. */
  readonly id?: string;
  /** Milliseconds until the client connects again. */
  readonly retry?: number;
}

/**
 * Events as a streamed response: `return sse(answers())`. When the events fail midway, the client gets a last
 * `event: error` whose data is a problem (RFC 9457) without internals, and a response that ends well.
 */
export function sse(
  events: AsyncIterable<ServerSentEvent>,
  more: Pick<StreamResult, "status" | "headers" | "cookies"> = {},
): StreamResult {
  return {
    ...more,
    // No proxy may gather events before it passes them on, or keep them.
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", ...more.headers },
    body: encoded(events),
    lastWords: (error) => encodeEvent({ event: "error", data: problemOf(error) }),
  };
}

async function* encoded(events: AsyncIterable<ServerSentEvent>): AsyncGenerator<string, void> {
  for await (const event of events) yield encodeEvent(event);
}

/** @throws TypeError for a text that would become another field of the event. */
function encodeEvent({ data, event, id, retry }: ServerSentEvent): string {
  const text = typeof data === "string" ? data : (JSON.stringify(data) ?? "null");
  const fields = Object.entries({ event, id, retry }).filter(([, value]) => value !== undefined);
  for (const [name, value] of fields)
    if (/[\r\n\0]/.test(String(value)))
      throw new TypeError(`sse: ${name} is ${JSON.stringify(value)}; it must be one line.`);
  const lines = [
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...text.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${lines.join("\n")}\n\n`;
}

/** As `http` would answer it. */
function problemOf(error: unknown): string | undefined {
  return problem(error instanceof HttpError ? error : new HttpError(500, "Internal Server Error")).body;
}
