/// <reference path="./modules.d.ts" />
import crypto from "node:crypto";
import cloudfront from "cloudfront";
import type { EdgeRequest, EdgeResponse, ViewerRequestEvent } from "../cloudfront.ts";

const store = cloudfront.kvs();

export interface BasicAuthData {
  /** Text of the browser's prompt. */
  readonly realm: string;
}

/**
 * Lets in viewers with credentials that the store knows: it is asked for their hash, so it holds no password, and nothing
 * here compares one. Where the store can't be asked, the error ends the request.
 */
export async function basicAuth(
  event: ViewerRequestEvent,
  data: BasicAuthData,
): Promise<EdgeRequest | EdgeResponse> {
  const request = event.request;
  const given = request.headers.authorization;
  if (given !== undefined && /^basic /i.test(given.value)) {
    const credentials = given.value.slice("basic ".length).trim();
    const hash = crypto.createHash("sha256").update(credentials).digest("hex");
    if (await store.exists(hash)) {
      // They are for this check alone; the origin has no use for them.
      delete request.headers.authorization;
      return request;
    }
  }
  return {
    statusCode: 401,
    statusDescription: "Unauthorized",
    headers: {
      "www-authenticate": { value: `Basic realm="${data.realm}", charset="UTF-8"` },
      "cache-control": { value: "no-store" },
    },
  };
}
