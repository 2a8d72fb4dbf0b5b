import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Workspace, writeProject } from "./cli.ts";

/** A line of `pulumi up --json`. */
interface Event {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

interface State {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly customTimeouts?: { readonly create?: number };
    }[];
  };
}

/** Service of a workspace whose program is written by the test; `up` gives the steps of each resource by its name. */
async function service(workspace: Workspace, name = "replacing") {
  const dir = join(workspace.dir, "services", name);
  writeProject(dir, name, "prod");
  await workspace.stack(`services/${name}`, "prod");
  return {
    pulumi: (...args: string[]) => workspace.pulumi(dir, ...args),
    async up(program: string): Promise<Readonly<Record<string, readonly string[]>>> {
      writeFileSync(
        join(dir, "index.ts"),
        `import "#platform";\nimport * as aws from "@pulumi/aws";\n${program}`,
      );
      const log = await workspace.pulumi(dir, "up", "--yes", "--skip-preview", "--json");
      const steps = log
        .trim()
        .split("\n")
        .flatMap((line) => (JSON.parse(line) as Event).resourcePreEvent?.metadata ?? [])
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => [urn.split("::").at(-1)!, op] as const);
      return Object.fromEntries(
        steps.map(([name]) => [name, steps.filter(([other]) => other === name).map(([, op]) => op)]),
      );
    },
  };
}

function newWorkspace(): Workspace {
  const workspace = new Workspace();
  onTestFinished(() => workspace.remove());
  return workspace;
}

const deletedFirst = ["delete-replaced", "replace", "create-replacement"];
const createdFirst = ["create-replacement", "replace", "delete-replaced"];

/** Resources of the program before and after a change, to what the CLI does with them. */
const changes: Readonly<Record<string, readonly [before: string, after: string, steps: readonly string[]]>> =
  {
    unnamed: [
      `iam.Role { path: "/old/", assumeRolePolicy: "{}" }`,
      `iam.Role { path: "/new/", assumeRolePolicy: "{}" }`,
      createdFirst,
    ],
    named: [
      `iam.Role { name: "named", path: "/old/", assumeRolePolicy: "{}" }`,
      `iam.Role { name: "named", path: "/new/", assumeRolePolicy: "{}" }`,
      deletedFirst,
    ],
    updated: [
      `sqs.Queue { name: "updated", delaySeconds: 1 }`,
      `sqs.Queue { name: "updated", delaySeconds: 2 }`,
      ["update"],
    ],
    fifo: [`sqs.Queue {}`, `sqs.Queue { fifoQueue: true }`, createdFirst],
    key: [
      `dynamodb.Table { name: "key", hashKey: "id", attributes: [{ name: "id", type: "S" }] }`,
      `dynamodb.Table { name: "key", hashKey: "ref", attributes: [{ name: "ref", type: "S" }] }`,
      deletedFirst,
    ],
    index: [
      `dynamodb.Table { name: "index", hashKey: "id", rangeKey: "at", attributes: ["id", "at", "by"].map((name) => ({ name, type: "S" })), localSecondaryIndexes: [{ name: "x", rangeKey: "by", projectionType: "ALL" }] }`,
      `dynamodb.Table { name: "index", hashKey: "id", rangeKey: "at", attributes: ["id", "at", "by"].map((name) => ({ name, type: "S" })), localSecondaryIndexes: [{ name: "y", rangeKey: "by", projectionType: "ALL" }] }`,
      deletedFirst,
    ],
    globally: [
      `dynamodb.Table { name: "globally", hashKey: "id", attributes: ["id", "by"].map((name) => ({ name, type: "S" })), globalSecondaryIndexes: [{ name: "x", hashKey: "by", projectionType: "ALL" }] }`,
      `dynamodb.Table { name: "globally", hashKey: "id", attributes: ["id", "by"].map((name) => ({ name, type: "S" })), globalSecondaryIndexes: [{ name: "y", hashKey: "by", projectionType: "ALL" }] }`,
      ["update"],
    ],
    // Made with the newer framework of Terraform's provider: its name decides nothing.
    store: [
      `cloudfront.KeyValueStore { name: "old" }`,
      `cloudfront.KeyValueStore { name: "new" }`,
      createdFirst,
    ],
    permission: [
      `lambda.Permission { statementId: "a", action: "lambda:InvokeFunction", function: "f", principal: "sns.amazonaws.com" }`,
      `lambda.Permission { statementId: "a", action: "lambda:InvokeFunction", function: "f", principal: "s3.amazonaws.com" }`,
      deletedFirst,
    ],
  };

const programOf = (which: 0 | 1) =>
  Object.entries(changes)
    .map(([name, change]) => change[which].replace(/^(\S+) (.*)$/, `new aws.$1("${name}", $2);\n`))
    .join("");

test("with the real pulumi CLI, a change replaces what it does on AWS, and deletes first what has a fixed name", async () => {
  const workspace = newWorkspace();
  const { up, pulumi } = await service(workspace);
  await up(programOf(0));
  const before = workspace.account();
  expect(before).toEqual(
    expect.arrayContaining(["dynamodb/table eu-west-1 key", "sqs/queue eu-west-1 updated"]),
  );

  const steps = await up(programOf(1));
  expect(steps).toMatchObject(
    Object.fromEntries(Object.entries(changes).map(([name, [, , wanted]]) => [name, wanted])),
  );
  // All that has a fixed name is there after as before.
  expect(workspace.account()).toEqual(
    expect.arrayContaining(before.filter((name) => / (key|index|named|updated|globally)$/.test(name))),
  );
  await pulumi("destroy", "--yes", "--skip-preview");
  expect(workspace.account()).toEqual([]);
});

test("with the real pulumi CLI, what the platform adds leaves the program's options as they are", async () => {
  const { up, pulumi } = await service(newWorkspace());
  await up(
    `new aws.iam.Role("silent", { name: "silent", assumeRolePolicy: "{}" }, { customTimeouts: { create: "7m" } });`,
  );
  const { deployment } = JSON.parse(await pulumi("stack", "export")) as State;
  expect(deployment.resources.find(({ urn }) => urn.endsWith("::silent"))).toMatchObject({
    inputs: { tags: { service: "replacing" } },
    customTimeouts: { create: 420 },
  });
});

test("with the real pulumi CLI, a program that forbids deleting first meets what AWS says of a taken name", async () => {
  const workspace = newWorkspace();
  const { up } = await service(workspace);
  const role = (path: string) =>
    `new aws.iam.Role("role", { name: "taken", path: "${path}", assumeRolePolicy: "{}" }, { deleteBeforeReplace: false });`;
  await up(role("/old/"));
  await expect(up(role("/new/"))).rejects.toThrow(/EntityAlreadyExists/);
});

test("with the real pulumi CLI, AWS refuses a name twice or hands back what is there, whatever the stack", async () => {
  const workspace = newWorkspace();
  const [orders, billing] = await Promise.all([service(workspace, "orders"), service(workspace, "billing")]);
  const queue = (delay = 0) => `new aws.sqs.Queue("queue", { name: "shared", delaySeconds: ${delay} });\n`;
  const table = `new aws.dynamodb.Table("table", { name: "shared", hashKey: "id", attributes: [{ name: "id", type: "S" }] });\n`;
  const group = `new aws.cloudwatch.LogGroup("group", { name: "shared" });\n`;
  await orders.up(queue() + table + group);
  await expect(billing.up(table)).rejects.toThrow(/ResourceInUseException/);
  await expect(billing.up(group)).rejects.toThrow(/ResourceAlreadyExistsException/);
  await expect(billing.up(queue(5))).rejects.toThrow(/QueueNameExists/);
  await billing.up(queue());
  expect(workspace.account().filter((name) => name.startsWith("sqs/"))).toEqual([
    "sqs/queue eu-west-1 shared",
  ]);
  // One thing for two stacks: the first that goes takes it away.
  await billing.pulumi("destroy", "--yes", "--skip-preview");
  expect(workspace.account().filter((name) => name.startsWith("sqs/"))).toEqual([]);
});
