import type { IncomingMessage, ServerResponse } from "node:http";
import { buildApp } from "fauxqs";
import { localAccount } from "../shared/account.ts";
import type { QueuePart } from "./read.ts";

/** Operations whose answers hold queue URLs, which the store makes up for a host name of its own. */
const answersUrls = /\.(GetQueueUrl|ListQueues|CreateQueue)$/;
const storeUrl = /http:\/\/sqs\.[^"/]+\/\d+\//g;

interface Inspected {
  readonly messages: {
    readonly ready: readonly { body: string }[];
    readonly inflight: readonly { message: { body: string }; visibilityDeadline: number }[];
  };
}

/** SQS in this process: no port of its own, reached through the wire gateway or by `call`. */
export class QueueStore {
  readonly #app = buildApp({ logger: false });
  readonly #region: string;
  readonly #endpoint: string;

  constructor(options: { region: string; endpoint: string }) {
    this.#region = options.region;
    this.#endpoint = options.endpoint;
  }

  /** Starts loading; `handle` and `call` also work before it is done. */
  async start(): Promise<void> {
    await this.#app.ready();
  }

  /** Answers an SDK client's request. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const target = String(request.headers["x-amz-target"] ?? "");
    if (answersUrls.test(target)) void this.#answerWithUrls(target, request, response);
    else this.#app.routing(request, response);
  }

  /** Calls an operation; rejects with an error named after SQS's own error code. */
  async call<T>(operation: string, input: object): Promise<T> {
    const { statusCode, body } = await this.#inject(`AmazonSQS.${operation}`, JSON.stringify(input));
    const answer = JSON.parse(body || "{}") as { __type?: string; message?: string };
    if (statusCode < 400) return answer as T;
    const error = new Error(answer.message ?? `${operation} failed`);
    error.name = answer.__type?.split("#").pop() ?? "SqsError";
    throw error;
  }

  /** Creates a queue, or brings the attributes of the one of that name in line; its messages stay. */
  async put(queue: QueuePart): Promise<void> {
    const attributes = { ...queue.attributes };
    const redrive = attributes.RedrivePolicy;
    if (redrive) attributes.RedrivePolicy = this.#localise(redrive);
    const QueueUrl = queue.url;
    const exists = await this.call("GetQueueAttributes", { QueueUrl }).then(
      () => true,
      () => false,
    );
    if (exists) await this.call("SetQueueAttributes", { QueueUrl, Attributes: attributes });
    else await this.call("CreateQueue", { QueueName: queue.physicalName, Attributes: attributes });
  }

  async remove(queue: QueuePart): Promise<void> {
    await this.call("DeleteQueue", { QueueUrl: queue.url });
  }

  /** Bodies of the messages that a receiver would get now; they are not received by looking. */
  async waiting(queue: QueuePart): Promise<string[]> {
    const { body } = await this.#app.inject({ url: `/_fauxqs/queues/${queue.physicalName}` });
    const { ready, inflight } = (JSON.parse(body) as Inspected).messages;
    const back = inflight.filter((each) => each.visibilityDeadline <= Date.now()).map((each) => each.message);
    return [...ready, ...back].map((each) => each.body);
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }

  #inject(target: string, payload: string) {
    const scope = `local/20260101/${this.#region}/sqs/aws4_request`;
    return this.#app.inject({
      method: "POST",
      url: "/",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": target,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`,
      },
      payload,
    });
  }

  /** The store knows queues by its own account and region. */
  #localise(policy: string): string {
    return policy.replace(/arn:aws[a-z-]*:sqs:[^:"]*:\d*:/g, `arn:aws:sqs:${this.#region}:${localAccount}:`);
  }

  async #answerWithUrls(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const answer = await this.#inject(target, Buffer.concat(chunks).toString("utf8"));
    const headers = { ...answer.headers, "content-length": undefined };
    const body = answer.body.replace(storeUrl, `${this.#endpoint}/${localAccount}/`);
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(name, value);
    response.writeHead(answer.statusCode).end(body);
  }
}
