import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { compare, isAlarming, type ServiceImpact } from "../../../platform/fleet/impact/index.ts";
import { ledgerTypes } from "../../../platform/values/ledger.ts";
import { graphOfProgram } from "../../support/index.ts";
import { changeOf, impactOf, table } from "./support.ts";

// That each operation is the engine's is judged by the real CLI: test/engine-cli/fleet/impact.test.ts.

/** `replace role`, `update jobs`, in the order of the URNs. */
const operationsOf = ({ changes }: ServiceImpact) =>
  changes.map(({ operation, name }) => `${operation} ${name}`);

test("a service that wasn't there is added with all of its resources; one that is gone loses its data", async () => {
  const graph = await graphOfProgram(() => {
    table("items", "id");
    new aws.iam.Role("role", { assumeRolePolicy: "{}" });
  });
  const added = compare(undefined, graph);
  expect(added.appears).toBe("added");
  expect(operationsOf(added)).toEqual(["create items", "create role"]);
  expect(added.sums.resources).toEqual({ before: 0, after: 2 });
  const removed = compare(graph, undefined);
  expect(removed.appears).toBe("removed");
  expect(operationsOf(removed)).toEqual(["delete items", "delete role"]);
  expect(changeOf(removed, "items").dataLoss).toEqual({ what: "the items of the table" });
  expect(changeOf(removed, "role").dataLoss).toBeUndefined();
});

test("a replaced table loses its items, unless an entry of the ledger for it or a component around it says so and is not over", async () => {
  const exempt = (resource: string) =>
    new pulumi.ComponentResource(ledgerTypes.exemption, "moving", {
      rule: "data-loss",
      resource,
      reason: "copied by hand",
      owner: "crew",
      expires: "2027-03-31",
    });
  const impact = await impactOf(
    () => table("items", "id"),
    () => table("items", "ref"),
  );
  expect(changeOf(impact, "items")).toMatchObject({ operation: "replace", replacedBy: ["hashKey"] });
  expect(changeOf(impact, "items").dataLoss).toEqual({ what: "the items of the table" });

  const store = (key: string) => {
    const parent = new pulumi.ComponentResource("shop:index:Store", "store");
    table("items", key, { parent });
    if (key === "ref") exempt("store");
  };
  const allowed = await impactOf(
    () => store("id"),
    () => store("ref"),
  );
  expect(changeOf(allowed, "items").dataLoss).toMatchObject({
    exemption: { reason: "copied by hand", expires: "2027-03-31" },
  });
  expect(allowed.sums.findings.gained).toEqual([]);
  expect(allowed.sums.exceptions.gained).toEqual([
    "data-loss doesn't hold for store until 2027-03-31, crew: copied by hand",
  ]);
  const late = compare(await graphOfProgram(() => store("id")), await graphOfProgram(() => store("ref")), {
    today: "2027-04-01",
  });
  expect(changeOf(late, "items").dataLoss).toMatchObject({ expired: { expires: "2027-03-31" } });
  expect(isAlarming([late], { failures: [] })).toBe(true);
  expect(isAlarming([allowed], { failures: [] })).toBe(false);
  const gone = await impactOf(
    () => table("items", "id"),
    () => exempt("items"),
  );
  expect(changeOf(gone, "items").dataLoss?.exemption).toBeDefined();
  const other = await impactOf(
    () => table("items", "id"),
    () => exempt("users"),
  );
  expect(changeOf(other, "items").dataLoss?.exemption).toBeUndefined();
});

test("data that stays in AWS when its resource leaves the stack is not lost", async () => {
  const impact = await impactOf(
    () => table("items", "id", { retainOnDelete: true }),
    () => {},
  );
  expect(changeOf(impact, "items")).toMatchObject({ operation: "delete", staysInAws: true });
  expect(changeOf(impact, "items").dataLoss).toBeUndefined();
});

test("what the engine refuses is said: to replace or delete what is protected", async () => {
  const impact = await impactOf(
    () => {
      table("items", "id", { protect: true });
      new aws.sqs.Queue("jobs", {}, { protect: true });
    },
    () => table("items", "ref", { protect: true }),
  );
  expect(changeOf(impact, "items").problems).toEqual([
    "The engine refuses to replace items: it is protected.",
  ]);
  expect(changeOf(impact, "jobs").problems).toEqual(["The engine refuses to delete jobs: it is protected."]);
});

test("a resource that loses its protection is named, though nothing in AWS changes", async () => {
  const impact = await impactOf(
    () => table("items", "id", { protect: true }),
    () => table("items", "id"),
  );
  expect(changeOf(impact, "items")).toMatchObject({
    operation: "same",
    properties: [{ path: "protect", before: true, after: false }],
  });
});

test("an input that comes from a replaced resource changes perhaps: AWS alone knows", async () => {
  const program = (path: string) => () => {
    const role = new aws.iam.Role("role", { path, assumeRolePolicy: "{}" });
    new aws.sqs.Queue("jobs", { tags: { role: role.id, kept: "x" } });
  };
  const impact = await impactOf(program("/a/"), program("/b/"));
  expect(operationsOf(impact)).toEqual(["replace role", "update jobs"]);
  expect(changeOf(impact, "jobs")).toMatchObject({ perhaps: true });
  expect(changeOf(impact, "jobs").properties).toEqual([
    { path: "tags.role", before: expect.any(String), after: "[unknown]", perhaps: true },
  ]);
});

// "The engine must first delete the dependent resource": which of two that no longer depend is seen first isn't said anywhere.
test("what depended on a resource that goes first, and no longer does, is replaced perhaps", async () => {
  const program = (path: string) => () => {
    const role = new aws.iam.Role("role", { name: "role", path, assumeRolePolicy: "{}" });
    new aws.iam.RolePolicy("policy", { role: path === "/a/" ? role.id : "role", policy: "{}" });
  };
  const impact = await impactOf(program("/a/"), program("/b/"));
  expect(changeOf(impact, "policy")).toMatchObject({ operation: "replace", perhaps: true, after: "role" });
});

// "Enhanced Region Support", Terraform's AWS provider: a changed region forces a new resource.
test("another region of the stack replaces what is in a region, and loses its data", async () => {
  const program = () => {
    table("items", "id");
    new aws.iam.Role("role", { assumeRolePolicy: "{}" });
  };
  const impact = compare(
    await graphOfProgram(program, { region: "eu-west-1" }),
    await graphOfProgram(program, { region: "eu-central-1" }),
  );
  expect(changeOf(impact, "items")).toMatchObject({ operation: "replace", replacedBy: ["region"] });
  expect(changeOf(impact, "items").dataLoss).toBeDefined();
  expect(impact.changes.filter(({ name }) => name === "role")).toEqual([]);
});

test("an alias makes of a rename no change, also for what takes the renamed one's name", async () => {
  const program =
    (name: string, options = {}) =>
    () => {
      const queue = new aws.sqs.Queue(name, {}, options);
      new aws.sns.Topic("news", { tags: { queue: queue.arn } });
    };
  const impact = await impactOf(program("jobs"), program("work", { aliases: [{ name: "jobs" }] }));
  expect(impact.changes).toEqual([]);
  expect(impact.renames).toEqual([
    {
      from: "urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs",
      to: "urn:pulumi:prod::shop::aws:sqs/queue:Queue::work",
    },
  ]);
});

test("two resources that claim one alias are a problem", async () => {
  const aliases = [{ name: "jobs" }];
  const impact = await impactOf(
    () => new aws.sqs.Queue("jobs"),
    () => {
      new aws.sqs.Queue("one", {}, { aliases });
      new aws.sqs.Queue("two", {}, { aliases });
    },
  );
  expect(impact.problems).toEqual([
    "two (aws:sqs/queue:Queue) and one (aws:sqs/queue:Queue) both say that they were jobs (aws:sqs/queue:Queue): remove the alias of one.",
  ]);
});
