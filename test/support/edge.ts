import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import type { EdgeRequest, EdgeResponse, EdgeValues } from "../../platform/runtime/cloudfront.ts";

export interface EdgeCall {
  readonly uri?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly requestId?: string;
  /** What the origin answered; makes it the event of a response. */
  readonly response?: EdgeResponse;
  /** What is in the key value store. */
  readonly store?: Readonly<Record<string, string>>;
}

const valuesOf = (values: Readonly<Record<string, string>> = {}): EdgeValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/**
 * Runs the code of a CloudFront Function as it is deployed, in a context that has the language and what CloudFront brings,
 * and nothing of Node.js.
 */
export async function runAtEdge(code: string, call: EdgeCall = {}): Promise<EdgeRequest & EdgeResponse> {
  const { uri = "/", query, headers, cookies, requestId = "id", response, store = {} } = call;
  const event = {
    version: "1.0",
    context: {
      distributionDomainName: "d111111abcdef8.cloudfront.net",
      distributionId: "E1",
      eventType: response ? "viewer-response" : "viewer-request",
      requestId,
    },
    viewer: { ip: "192.0.2.1" },
    request: {
      method: "GET",
      uri,
      querystring: valuesOf(query),
      headers: valuesOf({ host: "www.example.com", ...headers }),
      cookies: valuesOf(cookies),
    },
    ...(response && { response }),
  };
  const modules = {
    crypto: { createHash },
    cloudfront: {
      kvs: () => ({
        exists: async (key: string) => Object.hasOwn(store, key),
        get: async (key: string) => {
          if (!Object.hasOwn(store, key)) throw new Error("KeyNotFound");
          return store[key];
        },
      }),
    },
  };
  const script = code.replaceAll(/import\s*([\w$]+)\s*from\s*"(\w+)";/g, 'var $1=modules["$2"];');
  // As JSON, so that nothing of this context's objects gets there.
  const result = await runInNewContext(`${script};handler(JSON.parse(event))`, {
    modules,
    event: JSON.stringify(event),
  });
  return JSON.parse(JSON.stringify(result));
}
