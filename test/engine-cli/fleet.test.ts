import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Workspace } from "./cli.ts";
import {
  backend,
  calls,
  fleet,
  fleetArgs,
  names,
  reads,
  shelf,
  whole,
  writeServices,
} from "./fleet-programs.ts";

const locks = (workspace: Workspace) => backend(workspace, "locks");

/** Moments that look random, and are the same in every run. */
function* moments(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

describe("with the real pulumi CLI, 20 services that read each other's outputs", () => {
  const workspace = new Workspace();
  const generation = (text: string) => writeFileSync(join(workspace.dir, "generation"), text);
  afterAll(() => workspace.remove());
  beforeAll(() => {
    rmSync(join(workspace.dir, "Pulumi.yaml"));
    writeServices(workspace);
    generation("g0");
  });

  test("are deployed in their order; one that fails stops its dependants only, and a second run goes on", async () => {
    const torn = join(workspace.dir, "torn");
    writeFileSync(torn, "s10");
    const first = await fleet(workspace, "up", "--yes");
    expect(first.code, first.stderr).toBe(1);
    const waiting = ["s11", "s12", "s13"];
    for (const [name, status] of Object.entries(first.status))
      expect([name, status]).toEqual([
        name,
        name === "s10" ? "failed" : waiting.includes(name) ? "waits" : "changed",
      ]);
    const failed = first.services.find(({ service }) => service === "s10")!;
    expect(failed.notes.join()).toContain("s10-kept is torn");
    expect(readFileSync(failed.log!, "utf8")).toContain("s10-kept is torn");
    expect(first.services.find(({ service }) => service === "s12")!.notes).toEqual([
      "not run: waits for s10, which failed",
    ]);

    rmSync(torn);
    const second = await fleet(workspace, "up", "--yes");
    expect(second.code, second.stderr).toBe(0);
    for (const [name, status] of Object.entries(second.status))
      expect([name, status]).toEqual([
        name,
        name === "s10" || waiting.includes(name) ? "changed" : "unchanged",
      ]);
    expect(shelf(workspace)).toEqual(whole("g0"));
    const made = calls(workspace);
    expect(made).toHaveLength(2 * names.length);
    for (const name of names)
      for (const other of reads[name]!)
        expect(made.indexOf(`create ${other}-kept`), `${name} reads ${other}`).toBeLessThan(
          made.indexOf(`create ${name}-kept`),
        );
    // What a person's own `pulumi up` works on is as it was: nothing is selected.
    expect(existsSync(join(workspace.dir, "home/workspaces"))).toBe(false);
  });

  test("killed at 20 random moments, they end up whole: no lock, nothing made twice, nothing left out", async () => {
    const moment = moments(20_261_127);
    for (let kill = 1; kill <= 20; kill++) {
      generation(`g${kill}`);
      const child = workspace.start(process.execPath, fleetArgs("up", "--yes", "--parallel", "4"));
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      await Promise.race([pause(1500 + 3500 * moment.next().value), ended]);
      child.kill(kill % 2 ? "SIGKILL" : "SIGINT");
      const code = await ended;
      // A person's Ctrl-C lets what runs end in good order; after a SIGKILL the next run meets what still runs.
      if (kill % 2 === 0 && code === 130) expect(locks(workspace)).toEqual([]);
    }
    const last = await fleet(workspace, "up", "--yes");
    expect(last.code, last.stderr + JSON.stringify(last.services)).toBe(0);
    expect(locks(workspace)).toEqual([]);
    expect(shelf(workspace)).toEqual(whole("g20"));
    const created = calls(workspace).filter((call) => call.startsWith("create"));
    expect(created.filter((call, i) => created.indexOf(call) !== i)).toEqual([]);
    for (const file of backend(workspace, "stacks"))
      expect(readFileSync(file, "utf8")).not.toContain("pending_operations");
  });

  test("and somebody else at work on one of them are an error that says who, and what to do", async () => {
    const dir = join(workspace.dir, "state/.pulumi/locks/organization/s20/dev");
    mkdirSync(dir, { recursive: true });
    const lock = { pid: 1, username: "ann", hostname: "laptop", timestamp: "2026-11-27T12:00:00Z" };
    writeFileSync(join(dir, "one.json"), JSON.stringify(lock));
    const { code, services } = await fleet(workspace, "up", "s20", "--yes");
    expect(code).toBe(1);
    expect(services[0]!.notes).toEqual([
      "The stack is locked by ann@laptop (process 1) since 2026-11-27T12:00:00Z. Wait for its end and run this again. " +
        "If nothing runs there any more: cd services/s20 && pulumi cancel --stack dev",
    ]);
    rmSync(dir, { recursive: true });
  });

  test("are compared with what there is: drift names resources and properties, changes nothing, and ends with 1", async () => {
    const book = join(workspace.dir, "account/shelf/s17-kept");
    const before = readFileSync(book, "utf8");
    writeFileSync(book, JSON.stringify({ title: "s17-kept", text: "by hand" }));
    rmSync(join(workspace.dir, "account/shelf/s20-g20"));
    const { code, services, status } = await fleet(workspace, "drift", "s16", "s17", "s20");
    expect(code).toBe(1);
    expect(status).toEqual({ s16: "unchanged", s17: "drifted", s20: "drifted" });
    const type = "shelf:index:Book";
    expect(services.flatMap(({ drift }) => drift)).toEqual([
      { did: "update", type, name: "kept", properties: ["text"] },
      { did: "delete", type, name: "replaced", properties: [] },
    ]);
    writeFileSync(book, before);
    expect((await fleet(workspace, "refresh", "s20", "--yes")).status).toEqual({ s20: "changed" });
  });

  test("are destroyed in the reverse order, and their stacks removed", async () => {
    const before = calls(workspace).length;
    const { code, stderr } = await fleet(workspace, "destroy", "--yes", "--remove");
    expect(code, stderr).toBe(0);
    expect(shelf(workspace)).toEqual({});
    expect(backend(workspace, "stacks")).toEqual([]);
    const deleted = calls(workspace).slice(before);
    for (const name of names)
      for (const other of reads[name]!)
        expect(deleted.indexOf(`delete ${name}-kept`), `${name} reads ${other}`).toBeLessThan(
          deleted.indexOf(`delete ${other}-kept`),
        );
  });
});

test("with the real pulumi CLI killed too, its lock goes, and what it had begun to make is adopted", async () => {
  const workspace = new Workspace({ TEST_SLOWNESS: "3000" });
  rmSync(join(workspace.dir, "Pulumi.yaml"));
  const dir = join(workspace.dir, "services/slow");
  mkdirSync(dir);
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    "name: slow\nmain: index.mjs\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nconfig:\n  owner: crew\n",
  );
  writeFileSync(join(dir, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
  writeFileSync(
    join(dir, "index.mjs"),
    `import * as aws from "@pulumi/aws";
new aws.iam.Role("writer", { name: "slow-dev-writer", assumeRolePolicy: "{}" });
`,
  );
  const child = workspace.start(process.execPath, fleetArgs("up", "--yes"));
  const ended = new Promise((resolve) => child.on("close", resolve));
  while (workspace.account().length === 0) await pause(50);
  const [lock = ""] = locks(workspace);
  const { pid } = JSON.parse(readFileSync(lock, "utf8")) as { pid: number };
  process.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
  await ended;
  expect(locks(workspace)).toHaveLength(1);

  const { code, stderr, services } = await fleet(workspace, "up", "--yes");
  expect(code, stderr + JSON.stringify(services)).toBe(0);
  expect(stderr).toContain(`slow: removing the lock of process ${pid}, which was killed`);
  expect(services[0]!.notes).toEqual(["writer was made before an interruption: it is adopted."]);
  expect(locks(workspace)).toEqual([]);
  expect(workspace.account()).toEqual(["iam/role global slow-dev-writer"]);
  expect((await fleet(workspace, "up", "--yes")).status).toEqual({ slow: "unchanged" });
  workspace.remove();
});
