import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test as testOf } from "vitest";
import { platformDir as root } from "../../../platform/values/places.ts";
import { without } from "../../support/index.ts";
import { type Result, Workspace } from "../cli.ts";

const test = testOf.skipIf(without("order-events", "partner-api"));

interface State {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly type: string;
      readonly id?: string;
      readonly created?: string;
    }[];
  };
}

interface Event {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

/** A workspace with two services, one of which links the other's queue, and the commands of people. */
async function deployed() {
  const workspace = new Workspace();
  onTestFinished(() => workspace.remove());
  for (const name of ["order-events", "partner-api"]) {
    mkdirSync(join(workspace.dir, "services", name), { recursive: true });
    cpSync(join(root, "services", name), join(workspace.dir, "services", name), { recursive: true });
    const dir = await workspace.stack(`services/${name}`, "dev");
    await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
  }
  const command = (name: string, ...args: string[]): Promise<Result> =>
    workspace.run(process.execPath, [join(workspace.dir, "platform/commands", `${name}.ts`), ...args]);
  return { workspace, command, dir: (name: string) => join(workspace.dir, "services", name) };
}

const ids = (state: string) =>
  Object.fromEntries(
    (JSON.parse(state) as State).deployment.resources
      // The provider's version is in its id, and a stack reference's id is the name of the stack.
      .filter(({ id, type }) => id !== undefined && !type.startsWith("pulumi:"))
      .map(({ urn, id, created }) => [urn.split("::").at(-1)!, { id, created }]),
  );

test("a deployed service that is renamed keeps every resource, and those that use it go on", async () => {
  const { workspace, command, dir } = await deployed();
  const before = ids(await workspace.pulumi(dir("order-events"), "stack", "export"));
  const account = workspace.account();
  expect(before["orders-table"]).toBeDefined();

  const renamed = await command("rename-service", "order-events", "orders-inbox", "--stacks", "--json");

  expect(renamed, renamed.stderr).toMatchObject({ code: 0 });
  const { effects, stacks } = JSON.parse(renamed.stdout);
  expect(stacks).toEqual([]);
  const [{ updated, replaced }] = effects.filter(({ stage }: { stage: string }) => stage === "dev");
  expect(replaced).toEqual([]);
  expect(existsSync(dir("order-events"))).toBe(false);
  const log = await workspace.pulumi(dir("orders-inbox"), "up", "--yes", "--skip-preview", "--json");
  const steps = log
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as Event).resourcePreEvent?.metadata ?? [])
    .filter(({ op, urn }) => op !== "same" && !urn.includes("::pulumi:"));
  // As the command said: so many are updated, and nothing else happens.
  expect(steps.map(({ op }) => op)).toEqual(Array(updated).fill("update"));
  expect(ids(await workspace.pulumi(dir("orders-inbox"), "stack", "export"))).toEqual(before);
  expect(workspace.account()).toEqual(account);
  await workspace.pulumi(dir("orders-inbox"), "up", "--yes", "--skip-preview", "--expect-no-changes");

  // The other service reads the outputs of the new stack, and needs no change of its own but that reference.
  await workspace.pulumi(dir("partner-api"), "up", "--yes", "--skip-preview");
  expect(workspace.account()).toEqual(account);
  expect(readFileSync(join(dir("partner-api"), "submission.ts"), "utf8")).toContain(
    "../orders-inbox/index.ts",
  );
});

test("a service is removed once nothing refers to it and its stacks hold nothing", async () => {
  const { workspace, command, dir } = await deployed();

  const used = await command("remove-service", "order-events");

  expect(used.code).toBe(2);
  expect(used.stderr).toContain("services/partner-api: its program reads the outputs of order-events.");
  expect(used.stderr).toMatch(/organization\/order-events\/dev: it holds \d+ resources; run pulumi destroy/);
  expect(existsSync(dir("order-events"))).toBe(true);
  const deployedYet = await command("remove-service", "partner-api", "--json");
  expect(JSON.parse(deployedYet.stdout).problems[0].where).toBe("organization/partner-api/dev");
  const names = await command("rename-service", "partner-api", "partners", "--new-names");
  expect(names.stderr).toContain(
    "organization/partner-api/dev hold resources, which would be replaced, with their data",
  );

  await workspace.pulumi(dir("partner-api"), "destroy", "--yes", "--skip-preview");
  const removed = await command("remove-service", "partner-api");

  expect(removed, removed.stderr).toMatchObject({ code: 0 });
  expect(removed.stdout).toContain("pulumi stack rm organization/partner-api/dev");
  expect(existsSync(dir("partner-api"))).toBe(false);
});
