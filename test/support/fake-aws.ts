import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer of a service of AWS's: what to send, or the error to refuse with. */
export type Answer = object | Refusal;

interface Refusal {
  readonly error: string;
  readonly status?: number;
}

/** An answer may have an error and a status of its own, such as that of an execution; those are words. */
const isRefusal = (answer: Answer): answer is Refusal =>
  "error" in answer && (!("status" in answer) || typeof answer.status === "number");

/** Services of AWS's that speak JSON, on localhost: answers each operation with its next answer, the last one again and again. */
export async function fakeAws(answers: Readonly<Record<string, readonly Answer[]>>) {
  const requests: { operation: string; body: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const operation = String(request.headers["x-amz-target"]).split(".").at(-1)!;
      const earlier = requests.filter((one) => one.operation === operation).length;
      requests.push({ operation, body: JSON.parse(text) });
      const list = answers[operation] ?? [{ error: "UnknownOperationException" }];
      const answer = list[Math.min(earlier, list.length - 1)]!;
      response.writeHead(isRefusal(answer) ? (answer.status ?? 400) : 200, {
        "content-type": "application/x-amz-json-1.1",
      });
      response.end(
        JSON.stringify(
          isRefusal(answer) ? { __type: answer.error, message: `${answer.error} by the test` } : answer,
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
