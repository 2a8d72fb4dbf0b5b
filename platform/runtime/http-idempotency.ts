import { createHash } from "node:crypto";
import { IdempotencyAlreadyInProgressError } from "@aws-lambda-powertools/idempotency";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { HttpError } from "./errors/errors.ts";
import { ResultNotKept } from "./errors/result-not-kept.ts";
import { callerOf, type HttpEvent } from "./http/v1.ts";
import type { ResultTable } from "./idempotency.ts";
import type { Context } from "./invocation/invocation.ts";

export interface IdempotentRequestsOptions {
  /** Whether a request without the header is refused with 400. Default: false; it is handled every time. */
  readonly required?: boolean;
  /** The caller: each has keys of its own. Default: the token's `sub`, the authoriser's principal, the IAM user. */
  readonly caller?: (event: HttpEvent) => string;
}

/** For `http`: gives a request with a known `Idempotency-Key` the answer of the first time. */
export interface IdempotentRequests {
  answer(
    event: HttpEvent,
    context: Context,
    handle: () => Promise<APIGatewayProxyStructuredResultV2>,
  ): Promise<APIGatewayProxyStructuredResultV2>;
}

interface Kept {
  readonly fingerprint: string;
  readonly response: APIGatewayProxyStructuredResultV2;
}

/**
 * Requests by their `Idempotency-Key` header: the same key gives the same answer, while it is worked on 409, with another
 * request 422. A handler's result is kept for as long as the table keeps it; after an error the request can be made
 * again. An answer that an item of the table can't hold (400 KB) is given once; after that the key is answered with 410.
 */
export function idempotentRequests(
  table: ResultTable,
  { required = false, caller = callerKey }: IdempotentRequestsOptions = {},
): IdempotentRequests {
  return {
    async answer(event, context, handle) {
      const key = event.headers["idempotency-key"];
      if (key === undefined) {
        if (!required) return handle();
        throw new HttpError(400, "Idempotency-Key is missing", {
          detail: "Send a key that is new for each request.",
        });
      }
      if (!/^[\x21-\x7e]{1,255}$/.test(key))
        throw new HttpError(400, "Idempotency-Key is not valid", {
          detail: "1 to 255 visible ASCII characters are allowed.",
        });
      const { method, path } = event.requestContext.http;
      const fingerprint = hashOf([method, path, event.rawQueryString, event.body ?? ""]);
      const fresh: Kept[] = [];
      const kept = await table
        .result(hashOf([caller(event), key]), context, async (): Promise<Kept> => {
          const made = { fingerprint, response: await handle() };
          fresh.push(made);
          return made;
        })
        .catch((error: unknown) => {
          if (error instanceof IdempotencyAlreadyInProgressError)
            throw new HttpError(409, "The request is being worked on", { headers: { "retry-after": "1" } });
          if (!(error instanceof ResultNotKept)) throw error;
          if (fresh[0] !== undefined) return fresh[0];
          throw new HttpError(410, "The request was handled", {
            detail: "Its answer is too large to be given again.",
          });
        });
      if (kept.fingerprint !== fingerprint)
        throw new HttpError(422, "Idempotency-Key was used for another request");
      return kept.response;
    },
  };
}

function callerKey(event: HttpEvent): string {
  const { sub, principalId, userArn } = callerOf(event);
  return JSON.stringify([sub, principalId, userArn]);
}

const hashOf = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");
