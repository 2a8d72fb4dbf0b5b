import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Workspace, writeProject } from "../cli.ts";

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** The account that the provider of these tests stands for. */
const id = "123456789012";

test("with the real pulumi CLI, a stack whose file doesn't name the stage's account makes nothing, and one that does is deployed", async () => {
  const organisation = join(workspace.dir, "platform/organisation.ts");
  const text = readFileSync(organisation, "utf8").replace(
    "prod: {}",
    `prod: { id: "${id}", regions: ["eu-west-1"] }`,
  );
  writeFileSync(organisation, text);
  const dir = join(workspace.dir, "services/shop");
  writeProject(dir, "shop", "prod");
  writeFileSync(join(dir, "index.ts"), 'import { Queue } from "#platform";\nnew Queue("jobs");\n');
  const file = join(dir, "Pulumi.prod.yaml");
  writeFileSync(file, "config:\n  aws:region: us-east-1\n");
  await workspace.stack("services/shop", "prod");

  const up = () => workspace.run("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], dir);
  const refused = await up();
  expect(refused.code).not.toBe(0);
  const said = refused.stdout + refused.stderr;
  expect(said).toContain("Stack prod of shop has 2 problem(s)");
  expect(said).toContain("aws:region: us-east-1 given; stage prod is deployed to eu-west-1");
  expect(said).toContain(
    `aws:allowedAccountIds: nothing given; stage prod is deployed to account ${id} only`,
  );
  expect(workspace.account()).toEqual([]);

  await workspace.pulumi(dir, "config", "set", "aws:region", "eu-west-1");
  // As the message says.
  await workspace.pulumi(dir, "config", "set", "--path", "aws:allowedAccountIds[0]", id);
  const deployed = await up();
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(workspace.account()).toContain("sqs/queue eu-west-1 shop-prod-jobs");
});
