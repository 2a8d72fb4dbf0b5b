import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { Workspace } from "./cli.ts";

/** A line of `pulumi up --json`. */
interface Event {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

test("with the real pulumi CLI, what has a fixed name is deleted before it is replaced, unless the program forbids it", async () => {
  const workspace = new Workspace();
  onTestFinished(() => workspace.remove());
  const dir = join(workspace.dir, "services", "replacing");
  mkdirSync(dir, { recursive: true });
  const project = readFileSync(join(root, "services/users-api/Pulumi.yaml"), "utf8");
  writeFileSync(join(dir, "Pulumi.yaml"), project.replaceAll("users-api", "replacing"));
  cpSync(join(root, "services/users-api/Pulumi.prod.yaml"), join(dir, "Pulumi.prod.yaml"));
  const write = (path: string) =>
    writeFileSync(
      join(dir, "index.ts"),
      `import "#platform";
import * as aws from "@pulumi/aws";
const args = { path: "${path}", assumeRolePolicy: "{}" };
new aws.iam.Role("unnamed", args);
new aws.iam.Role("silent", { ...args, name: "silent" }, { customTimeouts: { create: "7m" } });
new aws.iam.Role("forbidding", { ...args, name: "forbidding" }, { deleteBeforeReplace: false });
`,
    );
  write("/old/");
  await workspace.stack("services/replacing", "prod");
  await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
  const { deployment } = JSON.parse(await workspace.pulumi(dir, "stack", "export")) as {
    deployment: { resources: { urn: string; customTimeouts?: { create?: number } }[] };
  };
  expect(deployment.resources.find(({ urn }) => urn.endsWith("::silent"))).toMatchObject({
    inputs: { tags: { service: "replacing" } },
    customTimeouts: { create: 420 },
  });

  write("/new/");
  const log = await workspace.pulumi(dir, "up", "--yes", "--skip-preview", "--json");
  const steps = log
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as Event).resourcePreEvent?.metadata ?? []);
  const ops = (name: string) => steps.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ op }) => op);
  expect(ops("silent")).toEqual(["delete-replaced", "replace", "create-replacement"]);
  expect(ops("unnamed")).toEqual(["create-replacement", "replace", "delete-replaced"]);
  expect(ops("forbidding")).toEqual(["create-replacement", "replace", "delete-replaced"]);
  await workspace.pulumi(dir, "destroy", "--yes", "--skip-preview");
});
