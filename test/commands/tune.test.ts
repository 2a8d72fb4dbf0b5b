import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { execution, fakeTuning, look, machine, shop } from "../fleet/tune/support.ts";
import { without } from "../support/index.ts";
import { runCommand } from "./support.ts";

const tune = (args: readonly string[], env: Record<string, string> = {}, until?: string) =>
  runCommand("tune", args, { env, until });

const stack = (dir: string) => readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8");

describe.concurrent("npm run tune", () => {
  test("measures, proposes, writes after --yes, and proves it by the plan", async () => {
    using folder = shop();
    await using aws = await fakeTuning();
    const { code, out, err } = await tune([folder.dir, "--state-machine", machine, "--yes"], aws.environment);
    expect(err).toContain(
      "! It really invokes shop-dev-worker, 100 times (20 at each of 128, 256, 512, 1024, 2048 MB)",
    );
    expect(out).toContain("  1024 MB    100 ms         1.40  proposed\n");
    expect(out).toContain("Proposed: memory 512 -> 1024 MB, timeout 10 -> 1 s.\n");
    expect(out).toContain(
      "p99 of 1000 real invocations: 500 ms at 512 MB on the slowest day, so about 250 ms at 1024 MB; the timeout should be 2 to 3 times that.",
    );
    expect(out).toContain("+       memory: 1024\n+       timeout: 1\n");
    expect(out).toContain("Written: the plan of dev now gives worker 1024 MB and 1 s.\n");
    expect(code).toBe(0);
    expect(stack(folder.dir)).toBe(
      [
        "# The crew's own.",
        "config:",
        "  aws:region: eu-central-1 # near the warehouse",
        "  shop:functions:",
        "    worker:",
        "      systemLogLevel: INFO",
        "      memory: 1024",
        "      timeout: 1",
        "",
      ].join("\n"),
    );
    const [, picture] = /Picture: (\S+)/.exec(out)!;
    expect(readFileSync(picture!, "utf8")).toContain("<svg");
  });

  test("refuses to invoke anything where there is no terminal to ask in: exit code 2, no request", async () => {
    using folder = shop();
    await using aws = await fakeTuning();
    const { code, out, err } = await tune([folder.dir, "--state-machine", machine], aws.environment);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("there is no terminal to ask in: add --yes");
    expect(aws.requests).toEqual([]);
  });

  test("reads a finished execution without a yes, and leaves every file alone", async () => {
    using folder = shop();
    const before = stack(folder.dir);
    await using aws = await fakeTuning();
    const { code, out } = await tune([folder.dir, "--execution", execution, "--json"], aws.environment);
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({
      status: "measured",
      service: "shop",
      stage: "dev",
      function: "worker",
      present: { memory: 512, timeout: 10 },
      proposed: { memory: 1024, timeout: 1 },
      currency: "USD",
      execution,
      written: [],
      obstacles: [],
    });
    expect(found.measurements).toHaveLength(5);
    expect(existsSync(found.picture)).toBe(true);
    expect(stack(folder.dir)).toBe(before);
    expect(aws.requests.map(({ operation }) => operation)).toEqual(["DescribeExecution", "GetMetricData"]);
  });

  test("Ctrl-C stops waiting, not the execution, and says how to go on", async () => {
    using folder = shop();
    await using aws = await fakeTuning({ DescribeExecution: [look("RUNNING")] });
    const args = [folder.dir, "--state-machine", machine, "--yes"];
    const { code, err } = await tune(args, aws.environment, "Execution arn:");
    expect(code).toBe(130);
    expect(err).toContain(`npm run tune -- ${folder.dir} worker --stage dev --execution ${execution}`);
    expect(aws.requests.map(({ operation }) => operation)).not.toContain("StopExecution");
  });

  test("--help says what it costs and what it must be allowed", async () => {
    const { code, out, err } = await tune(["--help"]);
    expect([code, err]).toEqual([0, ""]);
    for (const part of [
      "Usage: npm run tune -- <service>",
      "really invokes",
      "states:StartExecution",
      "cloudwatch:GetMetricData",
    ])
      expect(out).toContain(part);
  });

  test.skipIf(without("users-api")).each([
    [["users-api", "--stage", "prd"], "users-api has no stack prd; it has: "],
    [["users-api", "a", "b"], "Name one service and at most one of its functions; 3 given."],
    [["users-api", "--stgae", "prod"], "--stgae"],
  ])("%j is bad input: exit code 2 and one message", async (args, message) => {
    const { code, out, err } = await tune(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error /);
    expect(err).toContain(message);
    expect(err).toContain("Usage: npm run tune");
  });
});
