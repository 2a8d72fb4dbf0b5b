import type { IncomingMessage, ServerResponse } from "node:http";

/** An error in AWS's words; the SDK turns the name into the error's class. */
export class AwsError extends Error {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
  constructor(name: string, message: string, status = 400, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.fields = fields;
  }
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function answerError(response: ServerResponse, error: unknown): void {
  const known = error instanceof AwsError ? error : new AwsError("InternalFailure", String(error), 500);
  const body = JSON.stringify({ __type: known.name, message: known.message, ...known.fields });
  response.writeHead(known.status, {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-errortype": known.name,
  });
  response.end(body);
}

export function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(value));
}
