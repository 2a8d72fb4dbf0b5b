import { expect, test } from "vitest";
import { runCommand } from "./support.ts";

test("names the stages that there are when no service has a stack file for the one given", async () => {
  const { code, err } = await runCommand("overrides", ["--stage", "prdo"]);
  expect(code).toBe(2);
  expect(err).toContain(
    "No service has a stack file for stage prdo; there are files for dev, prod, staging.",
  );
});
