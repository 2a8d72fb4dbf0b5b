import type { Writable } from "node:stream";
import type { StreamifyHandler } from "aws-lambda";
import { asError } from "./errors/errors.ts";
import { requests } from "./http/expected.ts";
import { correlationIdOf, type HttpOptions, type HttpRequest, read } from "./http/request.ts";
import { errorResponse, frontHeaders } from "./http/response.ts";
import { callerOf, type HttpEvent, type HttpEventV1, isV1, v2Of } from "./http/v1.ts";
import { correlationHeader } from "./invocation/correlation.ts";
import { expectEvent } from "./invocation/expected.ts";
import { invocation, type Tools } from "./invocation/invocation.ts";
import type { Log } from "./invocation/logger.ts";
import type { Schema } from "./invocation/validate.ts";
import type { StreamResult } from "./streamed/result.ts";
import { type Chunk, type Source, sourceOf } from "./streamed/source.ts";
import { ClientGone, type Ends, endStream, endsOf, unlessAborted, writeTo } from "./streamed/write.ts";

export type { StreamResult } from "./streamed/result.ts";
export type { Chunk, StreamBody, Write } from "./streamed/source.ts";
export { type ServerSentEvent, sse } from "./streamed/sse.ts";

export interface StreamingRequest<Body, Path, Query> extends HttpRequest<Body, Path, Query> {
  /** Aborted when the response is closed early or the function's time is nearly up. Pass it to every call made. */
  readonly signal: AbortSignal;
}

/** The handler as Lambda calls it. */
export type StreamingHandler = StreamifyHandler<HttpEvent | HttpEventV1, void>;

/** Status and headers, which `streamifyResponse` sends before the body. */
interface Prelude {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
}

/** A response whose first chunk is there, so that its status is final. */
interface Answer extends Pick<StreamResult, "lastWords"> {
  readonly prelude: Prelude;
  readonly first?: Chunk;
  /** The chunks after the first. */
  readonly source?: Source;
}

/**
 * A handler whose response is streamed, for a function URL or a REST API that streams. Input is checked as by `http`.
 *
 * The first chunk decides the status: an error before it is answered as `http` answers it; an error after it is logged
 * and sent as the result's `lastWords` or, without these, fails the invocation.
 */
export function streaming<
  Body extends Schema | undefined = undefined,
  Path extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
>(
  options: HttpOptions<Body, Path, Query>,
  handle: (request: StreamingRequest<Body, Path, Query>) => Promise<StreamResult | undefined>,
): StreamingHandler {
  async function ask(event: HttpEvent, tools: Tools, signal: AbortSignal): Promise<Answer> {
    const input = (await read(options, event)) as Pick<
      HttpRequest<Body, Path, Query>,
      "body" | "path" | "query" | "headers"
    >;
    const result = (await handle({ ...tools, ...input, caller: callerOf(event), event, signal })) ?? {};
    const source = sourceOf(result.body);
    const cancel = () => source.cancel(signal.reason);
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    return { prelude: preludeOf(result), source, first: await source.next(), lastWords: result.lastWords };
  }

  const run = invocation<{ event: HttpEvent; stream: Writable }, void>(
    ({ event }, context) => correlationIdOf(event, context),
    async ({ event, stream }, tools) => {
      const ends = endsOf(stream, tools.context.getRemainingTimeInMillis());
      try {
        const answer = await unlessAborted(ask(event, tools, ends.early), ends.early).catch((error) =>
          refusal(error, tools.log),
        );
        await send(answer, stream, tools, ends);
      } catch (error) {
        if (!(error instanceof ClientGone)) throw error;
        tools.log.info("The response was closed before its end; its source is cancelled");
      } finally {
        ends.release();
      }
    },
  );
  const expected = requests("streaming");
  const handler: StreamingHandler = async (event, stream, context) => {
    expectEvent(expected, event);
    return run({ event: isV1(event) ? v2Of(event) : event, stream }, context);
  };
  return marked(handler);
}

/** Lambda sets `awslambda` before it loads a handler (others set parts of it too). A test calls the handler as it is. */
function marked(handler: StreamingHandler): StreamingHandler {
  const onLambda = typeof awslambda !== "undefined" && "streamifyResponse" in awslambda;
  return onLambda ? awslambda.streamifyResponse(handler) : handler;
}

function preludeOf({ status, headers, cookies, body }: StreamResult): Prelude {
  const named = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "content-type");
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/octet-stream";
  return {
    statusCode: status ?? 200,
    headers: { ...(!named && body !== undefined && { "content-type": type }), ...headers },
    ...(cookies && { cookies }),
  };
}

/** The answer where there is no first chunk. */
function refusal(error: unknown, log: Log): Answer {
  if (error instanceof ClientGone) throw error;
  const { body, ...prelude } = errorResponse(error, log);
  return { prelude, first: body };
}

async function send(answer: Answer, stream: Writable, { log, correlationId }: Tools, ends: Ends) {
  const { prelude, first = "", source, lastWords } = answer;
  const headers = { ...frontHeaders(), ...prelude.headers, [correlationHeader]: correlationId };
  const response = awslambda.HttpResponseStream.from(stream, { ...prelude, headers });
  // A refusal is whole, and its reason may be that the time is up.
  const signal = source ? ends.early : ends.gone;
  try {
    // Also when it is empty: the first write sends the prelude.
    await writeTo(response, first, signal);
    for (let chunk = await next(); chunk !== undefined; chunk = await next())
      await writeTo(response, chunk, signal);
  } catch (error) {
    source?.cancel(error);
    ends.gone.throwIfAborted();
    log.error("The response broke off", asError(error));
    // Not ended here: the runtime client then reports the error to Lambda behind the chunks that were sent.
    if (lastWords === undefined) throw error;
    await writeTo(response, lastWords(error), ends.gone);
  }
  await endStream(response, ends.gone);

  async function next(): Promise<Chunk | undefined> {
    return source && unlessAborted(source.next(), signal);
  }
}
