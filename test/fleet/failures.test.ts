import { expect, test } from "vitest";
import { failureTexts } from "../../platform/fleet/failures.ts";

test("a program that fails in several stages alike is told once, with the stages", () => {
  expect(
    failureTexts([
      { service: "orders", stage: "prod", error: "no stock" },
      { service: "torn", error: "no YAML" },
      { service: "orders", stage: "dev", error: "no stock" },
      { service: "orders", stage: "staging", error: "no time" },
    ]),
  ).toEqual(["orders, stages dev and prod: no stock", "torn: no YAML", "orders, stage staging: no time"]);
});
