import type { LocalApp } from "../../../platform/local/local-app.ts";

/** A signature's shape without its mathematics: the wire gateway reads only the credential scope. */
export function signed(service: string): Record<string, string> {
  const scope = `local/20260101/eu-west-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}

/** Lambda's Invoke, as an SDK sends it. */
export function invokeOverWire(
  app: LocalApp,
  name: string,
  payload: unknown,
  type: "RequestResponse" | "Event" | "DryRun" = "RequestResponse",
): Promise<Response> {
  return fetch(`${app.aws.endpoint}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: "POST",
    headers: { ...signed("lambda"), "x-amz-invocation-type": type, "x-amz-log-type": "Tail" },
    body: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
}
