import { expect, test } from "vitest";
import { program, serviceFolder } from "../support/folder.ts";
import { because } from "../support/index.ts";
import { runCommand } from "./support.ts";

const worker = (expires: string) => ({
  "index.ts": program(
    `new Function("worker", { handler: "src/handler.ts", tracing: { ...${JSON.stringify(because("PassThrough"))}, expires: "${expires}" } });`,
  ),
});

test("why tells about one setting in full, and as JSON", async () => {
  using folder = serviceFolder(worker("2099-12-31"));
  const { code, out, err } = await runCommand("why", [folder.dir, "worker", "tracing"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^Function worker\n {2}function\.tracing: "PassThrough"\n {4}set by {6}args, \S*index\.ts:3\n {4}reason {6}A test is about it\.\n {4}until {7}2099-12-31, crew answers for it\n {4}without it {2}"Active", by organisation default\n$/,
  );
  const json = await runCommand("why", [folder.dir, "worker", "tracing", "--json"]);
  expect(JSON.parse(json.out)).toMatchObject([{ for: "Function worker", setting: "function.tracing" }]);
});

test("why refuses what isn't there: exit code 2, what may be meant", async () => {
  using folder = serviceFolder(worker("2099-12-31"));
  const { code, out, err } = await runCommand("why", [folder.dir, "worker", "tracign"]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain('There is no setting called "tracign". Did you mean tracing?');
});

test("overrides ends with 1 once an exception has expired or a program fails, and lists the others nonetheless", async () => {
  using expired = serviceFolder(worker("2020-12-31"));
  using failing = serviceFolder({
    "Pulumi.yaml": "name: store\nruntime: nodejs\nmain: index.ts\n",
    "index.ts": 'throw new Error("no stock");',
  });
  const first = await runCommand("overrides", [expired.dir, failing.dir]);
  expect([first.code, first.err]).toEqual([1, "error store, stage dev: no stock\n"]);
  expect(first.out).toMatch(
    /^expired \d+ day\(s\) ago {2}shop \(dev\) {2}Function worker {2}function\.tracing: "PassThrough" instead of "Active"\n {2}A test is about it\.\n {2}crew, until 2020-12-31, \S*index\.ts:3\n/,
  );
  using holding = serviceFolder(worker("2099-12-31"));
  const second = await runCommand("overrides", [holding.dir, "--stage", "dev", "--json"]);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.out)).toMatchObject([
    { service: "shop", stages: ["dev"], kind: "override", what: "function.tracing", owner: "crew" },
  ]);
});
