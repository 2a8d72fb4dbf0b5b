import http from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type HttpApiOptions, type HttpApiRoute, httpApi } from "../../../platform/local/http/http-api.ts";
import type { InvokeResult } from "../../../platform/local/types.ts";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

const open: http.Server[] = [];

/** Ends what `serve` started; for `afterEach`. */
export const closeServers = async (): Promise<void> => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
};

export function result(payload: unknown, status: InvokeResult["status"] = "ok"): InvokeResult {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  return { status, payload: bytes, requestId: "r", durationMs: 1, coldStart: false, logs: [] };
}

/** A route that answers with its own event. */
export const echo = (routeKey: string): HttpApiRoute => ({
  routeKey,
  invoke: async (event) => result(event),
});
export const answering = (payload: unknown): HttpApiRoute => ({
  routeKey: "$default",
  invoke: async () => result(payload),
});

export async function serve(options: Partial<HttpApiOptions>) {
  const server = httpApi({ apiId: "abc", stage: "$default", routes: [echo("$default")], ...options });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  // Node's own client, since fetch rewrites paths and forbids some headers.
  return function call(
    method: string,
    path: string,
    { body, headers = {} }: { body?: string | Buffer; headers?: http.OutgoingHttpHeaders } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        { port, host: "127.0.0.1", method, path, headers, agent: false },
        async (got) => {
          const bytes = Buffer.concat(await got.toArray());
          resolve({ status: got.statusCode ?? 0, headers: got.headers, bytes, text: bytes.toString() });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  };
}

export const eventOf = ({ text }: Answer) => JSON.parse(text) as APIGatewayProxyEventV2;
