import { expect, test } from "vitest";
import { policies } from "../../platform/policies/index.ts";
import { switchOf, switchProblems } from "../../platform/policies/switches.ts";

const none = { every: {}, dev: {}, staging: {}, prod: {} };
const byId = (id: string) => policies.find((rule) => rule.id === id)!;
const urls = byId("public-function-urls");

test("the switches name rules that there are", () => {
  expect(switchProblems(policies)).toEqual([]);
});

test("a rule has its own severity unless it is switched; a stage's switch holds before that of every stage", () => {
  const switches = { ...none, every: { [urls.id]: "error" }, dev: { [urls.id]: "off" } } as const;
  const by = (stack: string) => switchOf(urls, stack, switches);
  expect(switchOf(urls, "prod", none)).toBeUndefined();
  expect([by("prod"), by("staging"), by("dev"), by("pr-123")]).toEqual(["error", "error", "off", "off"]);
});

test("a rule for production holds there alone, unless another stage asks for it", () => {
  const rule = byId("deletion-protection");
  expect([switchOf(rule, "prod", none), switchOf(rule, "staging", none)]).toEqual([undefined, "off"]);
  expect(switchOf(rule, "staging", { ...none, staging: { [rule.id]: "warning" } })).toBe("warning");
});

test("a switch of a rule that there isn't is told with the nearest, and a level that there isn't with those there are", () => {
  const wrong = {
    ...none,
    dev: { "public-function-url": "off" },
    prod: { [urls.id]: "of" as "off" },
  } as const;
  expect(switchProblems(policies, wrong)).toEqual([
    'policySwitches.dev: there is no rule "public-function-url". Did you mean public-function-urls?',
    'policySwitches.prod.public-function-urls: "of" given; error, warning, off are allowed.',
  ]);
});
