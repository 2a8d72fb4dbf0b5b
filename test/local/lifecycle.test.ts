import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, expect, test } from "vitest";
import { AssetValue } from "../../platform/engine/graph/graph.ts";
import { alive, held, listeningPorts } from "./lambda/processes.ts";
import { bringUp, fn, handlers, mapping, queue } from "./support.ts";

// A temporary folder of this file's own: other tests run at the same time.
const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
process.env.TMPDIR = folder;
afterAll(() => rmSync(folder, { recursive: true }));

/** A function whose code is a zip with no folder beside it. */
function zipped() {
  const path = join(folder, "code.zip");
  writeFileSync(path, zipSync({ "index.js": Buffer.from("exports.handler = async () => __dirname;") }));
  return fn("zipped", { handler: "index.handler", code: new AssetValue({ kind: "file-archive", path }) });
}

/** Node lets go of an ended child one turn of its loop after it has told. */
const nothingMoreThan = (before: object) => expect.poll(held, { interval: 1 }).toEqual(before);

test("stopping ends every process, also those of handlers, and frees every port", async () => {
  const before = held();
  const app = await bringUp((urls) => [
    queue(urls, "jobs"),
    fn("echo"),
    fn("spawner"),
    fn("sleep", { timeout: 30 }),
    mapping("jobs", "echo"),
  ]);
  await app.send("jobs", "hello");
  await app.invoke("echo");
  const grandchild = JSON.parse((await app.invoke("spawner")).payload.toString());
  const running = app.invoke("sleep", { ms: 25_000 });
  expect(alive(grandchild)).toBe(true);
  expect(held().children).toBeGreaterThanOrEqual(before.children + 2);
  expect(held().servers).toBeGreaterThan(before.servers);
  await app.stop();
  expect((await running).status).toBe("error");
  await nothingMoreThan(before);
  expect(alive(grandchild)).toBe(false);
});

test("a start that fails leaves nothing behind: no process, no port, no file", async () => {
  const before = held();
  const code = new AssetValue({ kind: "file-archive", path: "./not-there" });
  await expect(bringUp(() => [zipped(), fn("echo", { code })])).rejects.toThrow(
    /echo: its code .*not-there does not exist/,
  );
  await nothingMoreThan(before);
  expect(readdirSync(folder)).toEqual(["code.zip"]);
});

test("a port in use is one clear message, and nothing is left listening", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const { port } = blocker.address() as { port: number };
  const before = held();
  await expect(bringUp(() => [], { port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or give another one with --port.`,
  );
  await nothingMoreThan(before);
  await new Promise((resolve) => blocker.close(resolve));
});

test("a zip without a folder beside it is unpacked, and the folder goes with the app", async () => {
  const app = await bringUp(() => [zipped()]);
  const unpacked = JSON.parse((await app.invoke("zipped")).payload.toString()) as string;
  expect(unpacked.startsWith(folder)).toBe(true);
  await app.stop();
  expect(readdirSync(folder)).toEqual(["code.zip"]);
});

test("several apps run side by side without seeing each other", async () => {
  const apps = await Promise.all([1, 2, 3].map(() => bringUp((urls) => [queue(urls, "jobs"), fn("echo")])));
  await apps[0]?.send("jobs", "only here");
  const waiting = await Promise.all(apps.map((each) => each.messages("jobs")));
  expect(waiting).toEqual([["only here"], [], []]);
  const counts = await Promise.all(apps.map((each) => each.invoke("echo")));
  expect(counts.map((each) => JSON.parse(each.payload.toString()).count)).toEqual([1, 1, 1]);
  await Promise.all(apps.map((each) => each.stop()));
});

test.each(["exit", "SIGKILL"])(
  "a process that ends by %s without stopping takes its children along",
  async (how) => {
    const script = `
    const { bringUp, fn } = await import(${JSON.stringify(new URL("./support.ts", import.meta.url).href)});
    const app = await bringUp(() => [fn("echo"), fn("pid", { handler: "index.pid" })]);
    const { payload } = await app.invoke("pid");
    console.log(payload.toString());
    process.stdin.once("data", () => process.exit(0));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
      cwd: handlers,
    });
    const pid = await new Promise<number>((resolve) =>
      child.stdout.once("data", (data) => resolve(Number(data))),
    );
    expect(alive(pid)).toBe(true);
    const ports = listeningPorts(child.pid ?? 0);
    if (how === "exit") child.stdin.write("go\n");
    else child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    await expect.poll(() => alive(pid)).toBe(false);
    await expect.poll(() => ports.filter((each) => listeningPorts().includes(each))).toEqual([]);
  },
);
