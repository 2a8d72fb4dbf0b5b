import { afterEach, describe, expect, test } from "vitest";
import { type Shift, shiftTraffic } from "../../../../platform/components/function/delivery/shift-traffic.ts";
import { type Answer, fakeCodeDeploy, info, weight } from "./fake-code-deploy.ts";

const shift: Shift = {
  application: "shop-prod-worker",
  group: "shop-prod-worker",
  functionName: "shop-prod-worker",
  alias: "live",
  from: "7",
  to: "8",
  timeoutMs: 5_000,
};

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function run(answers: Readonly<Record<string, readonly Answer[]>>, over: Partial<Shift> = {}) {
  const said: string[] = [];
  const server = await fakeCodeDeploy({
    CreateDeployment: [{ deploymentId: "d-1" }],
    ListDeploymentTargets: [{ targetIds: ["shop-prod-worker:live"] }],
    GetDeploymentTarget: [weight(0)],
    ...answers,
  });
  servers.push(server);
  const client = {
    region: "eu-west-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  };
  const error = await shiftTraffic(
    { ...shift, ...over },
    { client, pollMs: 1, say: (message) => said.push(message) },
  ).then(
    () => "",
    (reason: Error) => reason.message,
  );
  return { said, error, requests: server.requests };
}

describe("a shift of traffic", () => {
  test("tells CodeDeploy which alias moves from which version to which, and who tries it", async () => {
    const { requests, error } = await run(
      { GetDeployment: [info("d-1", "Succeeded")] },
      { beforeTraffic: "before", afterTraffic: "after" },
    );
    expect(error).toBe("");
    const { revision, ...named } = requests[0]!.body as { revision: { appSpecContent: { content: string } } };
    expect(named).toEqual({ applicationName: "shop-prod-worker", deploymentGroupName: "shop-prod-worker" });
    expect(JSON.parse(revision.appSpecContent.content)).toEqual({
      version: 0,
      Resources: [
        {
          "shop-prod-worker": {
            Type: "AWS::Lambda::Function",
            Properties: {
              Name: "shop-prod-worker",
              Alias: "live",
              CurrentVersion: "7",
              TargetVersion: "8",
            },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: "before" }, { AfterAllowTraffic: "after" }],
    });
  });

  test("says each step once, and ends when all traffic is on the new version", async () => {
    const { said, error } = await run({
      GetDeployment: [
        info("d-1", "Created"),
        ...Array(4).fill(info("d-1", "InProgress")),
        info("d-1", "Succeeded"),
      ],
      GetDeploymentTarget: [weight(0), weight(0.1), weight(0.1), weight(50)],
    });
    expect(error).toBe("");
    expect(said).toEqual([
      "deployment d-1 shifts traffic from version 7 to 8.",
      "10% of the traffic is on version 8.",
      "50% of the traffic is on version 8.",
      "all traffic is on version 8.",
    ]);
  });

  test("says which handler is trying the version", async () => {
    const lifecycleEvents = [{ lifecycleEventName: "BeforeAllowTraffic", status: "InProgress" }];
    const { said } = await run({
      GetDeployment: [info("d-1", "InProgress"), info("d-1", "Succeeded")],
      GetDeploymentTarget: [
        { deploymentTarget: { deploymentTargetType: "LambdaTarget", lambdaTarget: { lifecycleEvents } } },
      ],
    });
    expect(said).toContain("BeforeAllowTraffic is running.");
  });

  test("that an alarm stops fails with the deployment, the alarm and what to do, once the rollback is done", async () => {
    const { error, requests } = await run({
      GetDeployment: [
        info("d-1", "InProgress"),
        info("d-1", "Stopped", {
          errorInformation: {
            code: "ALARM_ACTIVE",
            message: "One or more alarms have been activated: shop-prod-worker-errors.",
          },
          rollbackInfo: { rollbackDeploymentId: "d-2" },
        }),
        info("d-2", "InProgress"),
        info("d-2", "Succeeded"),
      ],
    });
    expect(error).toBe(
      "shop-prod-worker: version 8 did not get the traffic; deployment d-1 ended as Stopped (One or more alarms have been activated: shop-prod-worker-errors, ALARM_ACTIVE). CodeDeploy rolled back: all traffic is on version 7 again. Look into that alarm first. An alarm that the old version raises stops every deployment: DEPLOY_AT_ONCE=1 pulumi up brings out a repair without shifting. The next `pulumi up` tries again.",
    );
    expect(requests.at(-1)?.body).toEqual({ deploymentId: "d-2" });
  });

  test("whose rollback fails too says so", async () => {
    const { error } = await run({
      GetDeployment: [
        info("d-1", "Failed", { rollbackInfo: { rollbackDeploymentId: "d-2" } }),
        info("d-2", "Failed"),
      ],
    });
    expect(error).toContain(
      "The rollback, deployment d-2, ended as Failed too: look where the alias live points.",
    );
  });

  test("that somebody stops without a rollback says that nothing was rolled back", async () => {
    const { error } = await run({
      GetDeployment: [
        info("d-1", "Stopped", {
          errorInformation: { code: "MANUAL_STOP", message: "The deployment was stopped by a user." },
        }),
      ],
    });
    expect(error).toContain("ended as Stopped (The deployment was stopped by a user, MANUAL_STOP)");
    expect(error).toContain("Nothing was rolled back");
  });

  test("goes on when a look at it is throttled or fails for a moment", async () => {
    const { error, said } = await run({
      GetDeployment: [
        { error: "ThrottlingException" },
        { error: "InternalFailure", status: 500 },
        info("d-1", "Succeeded"),
      ],
    });
    expect(error).toBe("");
    expect(said.at(-1)).toBe("all traffic is on version 8.");
  });

  test("that takes too long is given up on, saying that it goes on in AWS", async () => {
    const { error } = await run({ GetDeployment: [info("d-1", "InProgress")] }, { timeoutMs: 30 });
    expect(error).toContain("deployment d-1 has not ended in 0 minutes.");
    expect(error).toContain("It goes on in AWS: when it has ended, run `pulumi refresh` and `pulumi up`.");
  });

  test("may not look at its deployment: fails at once rather than at the end of its time", async () => {
    const { error } = await run({ GetDeployment: [{ error: "AccessDeniedException" }] });
    expect(error).toContain("deployment d-1 could not be followed (AccessDeniedException");
  });

  test.each([
    ["DeploymentLimitExceededException", "Another deployment of it is under way"],
    ["AccessDeniedException", "check that they may codedeploy:CreateDeployment"],
  ])("that CodeDeploy refuses by %s says what to do", async (name, advice) => {
    const { error, requests } = await run({ CreateDeployment: [{ error: name }] });
    expect(error).toContain(`version 8 gets no traffic; its deployment could not be started (${name}`);
    expect(error).toContain(advice);
    expect(requests.map(({ operation }) => operation)).toEqual(["CreateDeployment"]);
  });
});
