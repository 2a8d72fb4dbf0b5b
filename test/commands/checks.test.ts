import { expect, test } from "vitest";
import { without } from "../support/index.ts";
import { runCommand } from "./support.ts";

test("lists what is wrong with all services together, warnings without failing", async () => {
  const { code, out } = await runCommand("checks", ["--stage", "prod", "--json"]);
  const { stage, findings } = JSON.parse(out) as { stage: string; findings: Record<string, unknown>[] };
  expect({ code, stage }).toEqual({ code: 0, stage: "prod" });
  // The example writes its results into the bucket whose uploads it listens to, below another prefix.
  const loops = without("image-pipeline") ? [] : Array(2).fill(["loops", ["image-pipeline"]]);
  expect(findings.map(({ check, services }) => [check, services])).toEqual(loops);
});

test("refuses a stage that no service has a stack file for, instead of finding nothing there", async () => {
  const { code, err } = await runCommand("checks", ["--stage", "prdo"]);
  expect(code).toBe(2);
  expect(err).toContain(
    "No service has a stack file for stage prdo; there are files for dev, prod, staging.",
  );
});
