import { describe, expect, test } from "vitest";
import { serviceFiles, stackFile, thing, Workspace } from "./support/workspace.ts";

const changedIn = (found: Awaited<ReturnType<Workspace["impact"]>>) =>
  found.impacts.map(({ service }) => service);

describe("the files as they are now, committed or not, are compared with the base's", () => {
  test("what a default changes in each service; who doesn't use it isn't named", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", thing("timeout: defaults.timeout")),
      ...serviceFiles("users", thing("memory: defaults.memory")),
    });
    workspace.write({ "platform/defaults.ts": "export const defaults = { timeout: 15, memory: 256 };\n" });
    const found = await workspace.impact();
    expect(
      found.impacts.map(({ service, changes }) => [service, changes.map((one) => one.properties)]),
    ).toEqual([["orders", [[{ path: "timeout", before: 10, after: 15 }]]]]);
    expect(found.unchanged).toEqual(["users"]);
    expect(found.runs).toEqual({ base: 2, now: 2 });
  });

  test("services that come, go, or get their first stack of the stage", async () => {
    using workspace = new Workspace({
      ...serviceFiles("goes", thing("")),
      ...serviceFiles("stays", thing("")),
      "services/late/Pulumi.yaml": "name: late\nruntime: nodejs\nmain: index.ts\n",
      "services/late/Pulumi.dev.yaml": stackFile("one"),
      "services/late/index.ts": thing(""),
    });
    workspace.remove("services/goes");
    workspace.write({
      ...serviceFiles("comes", thing("")),
      "services/late/Pulumi.prod.yaml": stackFile("one"),
    });
    const { impacts, unchanged } = await workspace.impact();
    expect(impacts.map(({ service, appears }) => [service, appears])).toEqual([
      ["comes", "added"],
      ["goes", "removed"],
      ["late", "added"],
    ]);
    expect(unchanged).toEqual(["stays"]);
  });

  test("the foundation is compared as a service is, in every stage", async () => {
    const own = "name: foundation\nruntime: nodejs\nmain: foundation.ts\n";
    using workspace = new Workspace({
      ...serviceFiles("orders", thing("")),
      "Pulumi.yaml": own,
      "Pulumi.dev.yaml": "config: {}\n",
      "foundation.ts": thing("timeout: 1"),
    });
    workspace.write({ "foundation.ts": thing("timeout: 2") });
    const { impacts, unchanged } = await workspace.impact({ services: ["foundation", "orders"] });
    expect(impacts.map(({ service, changes }) => [service, changes.length])).toEqual([["foundation", 1]]);
    expect(unchanged).toEqual(["orders"]);
  });

  test("a workspace below the root of its repository", async () => {
    using workspace = new Workspace(serviceFiles("orders", thing("timeout: defaults.timeout")), "apps/shop");
    workspace.write(serviceFiles("orders", thing("timeout: 3")));
    expect(changedIn(await workspace.impact())).toEqual(["orders"]);
  });

  test("files that git would not put into an archive of the revision are there", async () => {
    const program = `import { readFileSync } from "node:fs";\n${thing('text: readFileSync("text.txt", "utf8")')}`;
    using workspace = new Workspace({
      ...serviceFiles("orders", program),
      "services/orders/text.txt": "one",
      // Source: "export-ignore" of git's gitattributes.
      ".gitattributes": "services/orders/text.txt export-ignore\n",
    });
    workspace.write({ "services/orders/text.txt": "two" });
    const { impacts } = await workspace.impact();
    expect(impacts[0]?.changes[0]?.properties).toEqual([{ path: "text", before: "one", after: "two" }]);
  });
});

test("the repository is as before: its index, refs, stash, working trees and objects", async () => {
  using workspace = new Workspace(serviceFiles("orders", thing("timeout: 1")));
  workspace.write(serviceFiles("orders", thing("timeout: 2")));
  workspace.write({ "services/orders/untracked.txt": "mine" });
  workspace.git("add", "services/orders/index.ts");
  workspace.write(serviceFiles("orders", thing("timeout: 3")));
  const before = workspace.gitState();
  const { impacts } = await workspace.impact();
  expect(impacts[0]?.changes[0]?.properties).toEqual([{ path: "timeout", before: 1, after: 3 }]);
  expect(workspace.gitState()).toEqual(before);
});

test("what all services together gain and lose is told, where all of them are compared", async () => {
  const queue = (name: string) =>
    `import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("jobs", { name: "${name}" });\n`;
  using workspace = new Workspace({
    ...serviceFiles("orders", queue("jobs")),
    ...serviceFiles("users", queue("others")),
  });
  workspace.write(serviceFiles("users", queue("jobs")));
  const meet = "error: orders and users both make sqs Queue jobs. (name-collisions)";
  expect((await workspace.impact()).together).toEqual({ gained: [meet], lost: [] });
  // Kept by now.
  expect((await workspace.impact()).together).toEqual({ gained: [meet], lost: [] });
  expect((await workspace.impact({ services: ["users"] })).together).toBeUndefined();
});

describe("a program that fails", () => {
  const broken = 'throw new Error("no stock");\n';

  test("now is named with its error; the others are compared", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", thing("")),
      ...serviceFiles("users", thing("timeout: 1")),
    });
    workspace.write({ ...serviceFiles("orders", broken), ...serviceFiles("users", thing("timeout: 2")) });
    const found = await workspace.impact();
    expect(found.failures).toEqual([{ service: "orders", stage: "prod", at: "now", error: "no stock" }]);
    expect(changedIn(found)).toEqual(["users"]);
  });

  test("at the base is named too, and what it is compared with is nothing", async () => {
    using workspace = new Workspace(serviceFiles("orders", broken));
    workspace.write(serviceFiles("orders", thing("")));
    const { failures, impacts } = await workspace.impact();
    expect([failures, impacts]).toEqual([
      [{ service: "orders", stage: "prod", at: "base", error: "no stock" }],
      [],
    ]);
  });
});
