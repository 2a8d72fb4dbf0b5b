import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { AwsError, answerError } from "./answer.ts";

/** Answers the requests of one AWS service. */
export type WireService = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const credentialScope = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//;

/**
 * One handler for every AWS service: the SDKs sign each request, and the signature's credential scope names
 * the service. `services` is keyed by that signing name (`sqs`, `dynamodb`, `states`, `lambda`, `sts`).
 */
export function wireGateway(services: Readonly<Record<string, WireService>>): RequestListener {
  return async (request, response) => {
    const name = serviceOf(request);
    const service = name === undefined ? undefined : services[name];
    try {
      if (!service) throw notHere(name, Object.keys(services));
      await service(request, response);
    } catch (error) {
      if (!response.headersSent) answerError(response, error);
    }
  };
}

function serviceOf(request: IncomingMessage): string | undefined {
  const signed = credentialScope.exec(request.headers.authorization ?? "")?.[1];
  if (signed) return signed;
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  return query.get("X-Amz-Credential")?.split("/")[3];
}

function notHere(name: string | undefined, there: string[]): AwsError {
  const what = name === undefined ? "An unsigned request" : `AWS service "${name}"`;
  const message = `${what} has no local counterpart; there are: ${there.join(", ")}. It was not sent to AWS.`;
  return new AwsError("NotImplementedException", message, 501);
}
