import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fakeCodeDeploy, info, weight } from "../components/function/delivery/fake-code-deploy.ts";
import { Workspace, writeProject } from "./cli.ts";

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

/** A service of one function that is deployed as a canary; its handler can be changed. */
async function service(endpoint: string) {
  const workspace = new Workspace({
    AWS_ENDPOINT_URL_CODEDEPLOY: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  closing.push(() => workspace.remove());
  const dir = join(workspace.dir, "services", "careful");
  writeProject(dir, "careful", "prod");
  mkdirSync(join(dir, "src"));
  writeFileSync(
    join(dir, "index.ts"),
    `import { Function } from "#platform";
export const arn = new Function("worker", { handler: "src/worker.ts", deployment: { strategy: "canary" } }).target.arn;
`,
  );
  const write = (answer: number) =>
    writeFileSync(join(dir, "src/worker.ts"), `export const handler = async () => ${answer};\n`);
  write(1);
  await workspace.stack("services/careful", "prod");
  const aliasVersion = async () => {
    const { deployment } = JSON.parse(await workspace.pulumi(dir, "stack", "export")) as {
      deployment: { resources: { type: string; inputs?: { functionVersion?: string } }[] };
    };
    return deployment.resources.find(({ type }) => type === "aws:lambda/alias:Alias")?.inputs
      ?.functionVersion;
  };
  return { write, aliasVersion, pulumi: (...args: string[]) => workspace.pulumi(dir, ...args) };
}

test("with the real pulumi CLI, a new version gets its traffic by CodeDeploy, and a rollback fails the deployment", async () => {
  const rolledBack = {
    errorInformation: { code: "ALARM_ACTIVE", message: "Activated alarms: careful-prod-worker-errors" },
    rollbackInfo: { rollbackDeploymentId: "d-3" },
  };
  const codeDeploy = await fakeCodeDeploy({
    CreateDeployment: [{ deploymentId: "d-1" }, { deploymentId: "d-2" }],
    ListDeploymentTargets: [{ targetIds: ["one"] }],
    GetDeploymentTarget: [weight(0.1)],
    GetDeployment: [
      info("d-1", "InProgress"),
      info("d-1", "Succeeded"),
      info("d-2", "Stopped", rolledBack),
      info("d-3", "Succeeded"),
    ],
  });
  closing.push(codeDeploy.close);
  const { write, aliasVersion, pulumi } = await service(codeDeploy.endpoint);
  const up = () => pulumi("up", "--yes", "--skip-preview");

  await up();
  expect(await aliasVersion()).toBe("1");
  // Neither what is new, nor what is only previewed, nor what doesn't change is shifted.
  write(2);
  await pulumi("preview");
  expect(codeDeploy.requests).toEqual([]);

  const said = (await up()).replaceAll(/\s+/g, " ");
  expect(said).toContain("deployment d-1 shifts traffic from version 1 to 2.");
  expect(said).toContain("10% of the traffic is on version 8.");
  expect(said).toContain("all traffic is on version 2.");
  expect(await aliasVersion()).toBe("2");
  await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");

  write(3);
  const failed = await up().catch((error: Error) => error.message.replaceAll(/\s+/g, " "));
  expect(failed).toContain("version 3 did not get the traffic; deployment d-2 ended as Stopped");
  expect(failed).toContain("Activated alarms: careful-prod-worker-errors");
  expect(await aliasVersion()).toBe("2");
  expect(codeDeploy.requests.filter(({ operation }) => operation === "CreateDeployment")).toHaveLength(2);

  await pulumi("destroy", "--yes", "--skip-preview");
});
