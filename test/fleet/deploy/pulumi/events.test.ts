import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { Happenings, shortType } from "../../../../platform/fleet/deploy/pulumi/events.ts";

const step = (kind: "resourcePreEvent" | "resOutputsEvent", op: string, urn: string, diffs?: string[]) =>
  ({
    sequence: 0,
    timestamp: 0,
    [kind]: { metadata: { op, urn, type: urn.split("::")[2]!.split("$").at(-1), diffs } },
  }) as unknown as EngineEvent;

const urn = (type: string, name: string) => `urn:pulumi:dev::orders::${type}::${name}`;
const queue = urn("platform:index:Queue$aws:sqs/queue:Queue", "jobs");
const stack = urn("pulumi:pulumi:Stack", "orders-dev");

/** The steps that Pulumi 3.259 reports of a program with a queue, in their order. */
const firstUp = [
  step("resourcePreEvent", "create", stack),
  step("resourcePreEvent", "create", urn("pulumi:providers:aws", "default_7_48_0")),
  step("resOutputsEvent", "create", urn("pulumi:providers:aws", "default_7_48_0")),
  step("resourcePreEvent", "create", queue),
  step("resOutputsEvent", "create", queue),
  step("resOutputsEvent", "create", stack),
];

const gathered = (events: readonly EngineEvent[]) => {
  const happenings = new Happenings();
  for (const event of events) happenings.add(event);
  return happenings;
};

test("resources count, the stack itself and its providers don't; a first deployment is told apart", () => {
  const { counts, done, now, fresh } = gathered(firstUp);
  expect({ counts, done, now, fresh }).toEqual({
    counts: { create: 1 },
    done: 1,
    now: "creating sqs.Queue jobs",
    fresh: true,
  });
});

test("a replacement is one change, though the engine takes three steps for it", () => {
  const { changes, fresh } = gathered(
    ["create-replacement", "replace", "delete-replaced"].flatMap((op) => [
      step("resourcePreEvent", op, queue, ["name"]),
      step("resOutputsEvent", op, queue, ["name"]),
    ]),
  );
  expect(changes).toEqual([
    { did: "replace", type: "aws:sqs/queue:Queue", name: "jobs", properties: ["name"] },
  ]);
  expect(fresh).toBe(false);
});

test("errors carry the resource that they are about; the engine's last word isn't one", () => {
  const diagnostic = (severity: string, message: string, of?: string) =>
    ({
      sequence: 0,
      timestamp: 0,
      diagnosticEvent: { severity, message, urn: of, color: "never" },
    }) as EngineEvent;
  const { errors } = gathered([
    diagnostic("warning", "old"),
    diagnostic("error", "AccessDenied\n", queue),
    diagnostic("error", "update failed"),
    diagnostic("error", "no luck"),
  ]);
  expect(errors).toEqual(["jobs: AccessDenied", "no luck"]);
});

test("types are short", () => {
  expect(
    ["aws:sqs/queue:Queue", "platform:index:Queue", "pulumi:pulumi:StackReference"].map(shortType),
  ).toEqual(["sqs.Queue", "Queue", "pulumi.StackReference"]);
});
