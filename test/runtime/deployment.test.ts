import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tryVersion } from "../../platform/runtime/deployment.ts";
import { type Answer, fakeCodeDeploy, info } from "../components/function/delivery/fake-code-deploy.ts";
import { context } from "./support.ts";

const content = JSON.stringify({
  version: 0,
  Resources: [
    {
      worker: {
        Type: "AWS::Lambda::Function",
        Properties: { Name: "worker", Alias: "live", CurrentVersion: "7", TargetVersion: "8" },
      },
    },
  ],
});
const event = { DeploymentId: "d-1", LifecycleEventHookExecutionId: "hook-1" };

let server: Awaited<ReturnType<typeof fakeCodeDeploy>>;
async function codeDeploy(answers: Record<string, Answer[]> = {}) {
  server = await fakeCodeDeploy({
    GetDeployment: [info("d-1", "InProgress", { revision: { appSpecContent: { content } } })],
    PutLifecycleEventHookExecutionStatus: [{}],
    ...answers,
  });
  vi.stubEnv("AWS_ENDPOINT_URL_CODEDEPLOY", server.endpoint);
}
const reported = () =>
  server.requests.find(({ operation }) => operation === "PutLifecycleEventHookExecutionStatus")?.body;

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe("a handler that tries a version", () => {
  test("is told which, and that it passed reaches CodeDeploy", async () => {
    await codeDeploy();
    const tried: unknown[] = [];
    await tryVersion(async ({ functionName, version, previousVersion, target, deploymentId }) => {
      tried.push({ functionName, version, previousVersion, target, deploymentId });
    })(event, context());
    expect(tried).toEqual([
      {
        functionName: "worker",
        version: "8",
        previousVersion: "7",
        target: "worker:8",
        deploymentId: "d-1",
      },
    ]);
    expect(reported()).toEqual({
      deploymentId: "d-1",
      lifecycleEventHookExecutionId: "hook-1",
      status: "Succeeded",
    });
  });

  test("that throws tells CodeDeploy to roll back, and isn't retried", async () => {
    await codeDeploy();
    await tryVersion(async () => {
      throw new Error("answers 500");
    })(event, context());
    expect(reported()).toMatchObject({ status: "Failed" });
  });

  test("rolls back too when it can't find out which version it is about", async () => {
    await codeDeploy({ GetDeployment: [info("d-1", "InProgress")] });
    const attempt = vi.fn();
    await tryVersion(attempt)(event, context());
    expect(attempt).not.toHaveBeenCalled();
    expect(reported()).toMatchObject({ status: "Failed" });
  });
});
