import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer of CodeDeploy: what to send, or the error to refuse with. */
export type Answer = object | { readonly error: string; readonly status?: number };

/** CodeDeploy on localhost: answers each operation with its next answer, the last one again and again. */
export async function fakeCodeDeploy(answers: Readonly<Record<string, readonly Answer[]>>) {
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
      const refused = "error" in answer;
      response.writeHead(refused ? ((answer as { status?: number }).status ?? 400) : 200, {
        "content-type": "application/x-amz-json-1.1",
      });
      response.end(
        JSON.stringify(refused ? { __type: answer.error, message: `${answer.error} by the test` } : answer),
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

export const info = (deploymentId: string, status: string, more: object = {}) => ({
  deploymentInfo: { deploymentId, status, ...more },
});

/** A look at how far a deployment is. */
export const weight = (targetVersionWeight: number) => ({
  deploymentTarget: {
    deploymentTargetType: "LambdaTarget",
    lambdaTarget: { lambdaFunctionInfo: { targetVersion: "8", targetVersionWeight }, lifecycleEvents: [] },
  },
});
