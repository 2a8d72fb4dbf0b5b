import { expect, test } from "vitest";
import { graphOf } from "../../../platform/fleet/graph-of.ts";
import { endingSoon } from "../../../platform/fleet/ledger/expired.ts";
import { joined, listedIn } from "../../../platform/fleet/ledger/ledger.ts";
import { findService } from "../../../platform/fleet/services.ts";
import { program, serviceFolder } from "../../support/folder.ts";
import { because } from "../../support/index.ts";

const files = {
  "index.ts": program(
    [
      'new Function("worker", {',
      '  handler: "src/handler.ts",',
      `  tracing: { ...${JSON.stringify(because("PassThrough"))}, expires: "2027-03-31" },`,
      "});",
    ].join("\n"),
  ),
  "Pulumi.prod.yaml": [
    "config:",
    "  shop:functions:",
    "    worker:",
    "      logRetentionDays:",
    "        value: 365",
    "        reason: The auditors read them once a year.",
    "        owner: auditing",
    "        expires: 2027-04-30",
    "",
  ].join("\n"),
};

test("a program with an exception is refused offline from the day after its last one, with file and line", async () => {
  using folder = serviceFolder(files);
  const run = (today: string) => graphOf(folder.dir, { stage: "prod", today });
  await expect(run("2027-03-31")).resolves.toMatchObject({ stack: "prod" });
  await expect(run("2027-04-01")).rejects.toThrow(
    /^Service shop in stage prod has 1 problem\(s\):\n {2}- \S*index\.ts:5: the override of function\.tracing of Function worker expired on 2027-03-31\. Remove it, or let crew state a later date; the reason was: A test is about it\.$/,
  );
  await expect(run("2027-05-01")).rejects.toThrow(
    /2 problem\(s\)[\s\S]*Pulumi\.prod\.yaml:4: the override of function\.logRetentionDays of Function worker expired on 2027-04-30/,
  );
});

test("exceptions that end within 30 days are told of", async () => {
  using folder = serviceFolder(files);
  const service = findService(folder.dir);
  const graph = await graphOf(service, { stage: "prod", expired: "accepted", today: "2030-01-01" });
  const told = (day: string) => endingSoon(graph, service, day).map((line) => line.replace(/^\S+ /, ""));
  expect(told("2027-02-28")).toEqual([]);
  expect(told("2027-03-01")).toEqual([
    "the override of function.tracing of Function worker expires on 2027-03-31, in 30 day(s): ask crew.",
  ]);
  expect(told("2027-04-30")).toEqual([
    "the override of function.logRetentionDays of Function worker expires on 2027-04-30, in 0 day(s): ask auditing.",
  ]);
});

test("the ledger has an entry once for all stages that it holds in, those first that end first", async () => {
  using folder = serviceFolder(files);
  const service = findService(folder.dir);
  const of = async (stage: string) =>
    listedIn(await graphOf(service, { stage, expired: "accepted" }), service, "2027-04-10");
  const ledger = joined([...(await of("dev")), ...(await of("prod"))]);
  expect(
    ledger.map(({ what, stages, value, instead, daysLeft }) => [what, stages, value, instead, daysLeft]),
  ).toEqual([
    ["function.tracing", ["dev", "prod"], "PassThrough", "Active", -10],
    ["function.logRetentionDays", ["prod"], 365, 30, 20],
  ]);
});
