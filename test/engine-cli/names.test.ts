import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Workspace, writeProject } from "./cli.ts";

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** Makes a service of one program, with a stack, and gives what `pulumi up` says when it fails, and what is there then. */
async function refused(service: string, stage: string, program: string) {
  const dir = join(workspace.dir, "services", service);
  writeProject(dir, service, stage);
  writeFileSync(join(dir, "index.ts"), program);
  await workspace.stack(`services/${service}`, stage);
  const said = await workspace.pulumi(dir, "up", "--yes", "--skip-preview").then(
    () => "it was deployed",
    (error: Error) => error.message,
  );
  const { deployment } = JSON.parse(await workspace.pulumi(dir, "stack", "export")) as {
    deployment: { resources?: { type: string }[] };
  };
  return { said, made: (deployment.resources ?? []).map(({ type }) => type) };
}

test("with the real pulumi CLI, a stack whose name can't be a part of names is refused before anything is made", async () => {
  const { said, made } = await refused(
    "dotted",
    "dev.eu",
    'import { Queue } from "#platform";\nnew Queue("q");\n',
  );
  expect(said).toContain(
    `The stack is called "dev.eu", which can't be a part of the names of its resources: use lower-case letters, digits and single hyphens; make one of another name, such as "pulumi stack init dev-eu".`,
  );
  expect(made.filter((type) => type.startsWith("aws:"))).toEqual([]);
});

test("with the real pulumi CLI, a second topic of a name is refused, with and without the components", async () => {
  const { said } = await refused(
    "namesakes",
    "prod",
    `import { Topic } from "#platform";
import * as aws from "@pulumi/aws";
new Topic("jobs");
new aws.sns.Topic("own", { name: "namesakes-prod-jobs" });
new aws.sns.Topic("elsewhere", { name: "namesakes-prod-jobs", region: "eu-central-1" });
`,
  );
  expect(said).toMatch(
    /"namesakes-prod-jobs" is the name of two resources, (own and jobs-topic of Topic|jobs-topic of Topic and own): AWS makes one thing of both \("CreateTopic"\); rename one of them/,
  );
});
