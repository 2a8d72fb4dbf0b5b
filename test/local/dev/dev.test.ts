import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { Summary } from "../../../platform/local/dev/welcome.ts";
import { eachLine } from "../../../platform/local/lambda/process/each-line.ts";
import { alive, descendants, listeningPorts } from "../lambda/processes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const each of started.splice(0)) each.kill("SIGKILL");
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

/** The command as a person runs it, with what it has printed so far. */
function dev(...args: string[]) {
  const child = spawn(process.execPath, ["platform/commands/dev.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => lines.push(line));
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const record = <T>(type: string) =>
    expect
      .poll(() => lines.map((each) => parsed(each)).find((each) => each.type === type), {
        timeout: 30_000,
        message: lines.join("\n"),
      })
      .toBeDefined()
      .then(() => lines.map((each) => parsed(each)).findLast((each) => each.type === type) as T);
  return { child, lines, exit, record };
}

function parsed(line: string): { type?: string } {
  return line.startsWith("{") ? JSON.parse(line) : {};
}

/** A copy of the users API to save files in; inside the repository, so that it finds the platform. */
function scratch(): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(root, ".tmp", "dev-"));
  folders.push(folder);
  cpSync(join(root, "services", "users-api"), join(folder, "users-api"), { recursive: true });
  return join(folder, "users-api");
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends the command, its children and its ports",
  async (signal) => {
    const { child, record, exit } = dev("users-api", "--port", "0", "--json");
    const { apis } = await record<Summary>("ready");
    expect((await fetch(`${apis[0]?.url}/users`)).status).toBe(200);
    const pids = descendants(child.pid ?? 0);
    const ports = listeningPorts(child.pid);
    if (process.platform === "linux") {
      expect(pids.length).toBeGreaterThan(1);
      expect(ports.length).toBeGreaterThan(1);
    }
    child.kill(signal);
    expect(await exit).toBe(0);
    await expect.poll(() => pids.filter(alive)).toEqual([]);
    expect(ports.filter((each) => listeningPorts().includes(each))).toEqual([]);
  },
);

test("a save is taken over with the data kept, and a broken one leaves the old version running", async () => {
  const folder = scratch();
  const handler = join(folder, "src", "get-user.ts");
  const original = readFileSync(handler, "utf8");
  const { record, exit, child, lines } = dev(folder, "--port", "0", "--json");
  const { apis } = await record<Summary>("ready");
  const url = apis[0]?.url ?? "";
  const created = await fetch(`${url}/users`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "ada@example.com", name: "Ada" }),
  });
  const { id } = (await created.json()) as { id: string };

  writeFileSync(handler, `${original}\nconst broken = ;\n`);
  const { message } = await record<{ message: string }>("broken");
  expect(message).toContain("get-user.ts");
  expect((await fetch(`${url}/users/${id}`)).status).toBe(200);

  writeFileSync(handler, `${original}\nconsole.log("second version");\n`);
  const { functions } = await record<{ functions: string[] }>("reloaded");
  expect(functions).toEqual(["api-get-user"]);
  const read = await fetch(`${url}/users/${id}`);
  expect(await read.json()).toMatchObject({ id, name: "Ada" });
  await expect.poll(() => lines.join("\n")).toContain("second version");

  const program = join(folder, "index.ts");
  writeFileSync(program, readFileSync(program, "utf8").replace('"GET /users/{id}"', '"GET /people/{id}"'));
  await expect.poll(async () => (await fetch(`${url}/people/${id}`)).status, { timeout: 20_000 }).toBe(200);
  expect((await fetch(`${url}/users/${id}`)).status).toBe(404);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
});

test("a port in use, an unknown service, a bad port and a broken program are one message and an exit code", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const { port } = blocker.address() as { port: number };
  const broken = scratch();
  writeFileSync(join(broken, "index.ts"), 'throw new Error("the table is missing");\n');
  const runs = [
    dev("users-api", "--port", String(port)),
    dev("nobody"),
    dev("users-api", "--port", "lots"),
    dev(broken, "--port", "0"),
  ];
  const codes = await Promise.all(runs.map((each) => each.exit));
  const texts = runs.map((each) => each.lines.join("\n"));
  await new Promise((resolve) => blocker.close(resolve));
  expect(codes).toEqual([1, 2, 2, 1]);
  expect(texts[0]).toMatch(/Port \d+ on 127\.0\.0\.1 is in use/);
  expect(texts[1]).toMatch(/no service called "nobody".*There are: .*users-api/);
  expect(texts[2]).toContain("--port: lots is not a port; a number from 0 to 65535");
  expect(texts[3]).toContain("the table is missing");
});

test("--help explains the command", async () => {
  const { exit, lines } = dev("--help");
  expect(await exit).toBe(0);
  expect(lines.join("\n")).toContain("npm run dev -- <service>");
});

test("queues, schedules and logs are shown for people, in a pipe without colour", async () => {
  const { child, lines, exit } = dev("order-events", "--port", "0");
  await expect.poll(() => lines.join("\n"), { timeout: 30_000 }).toContain("Ctrl-C ends everything");
  const send = /curl (\S+\/_local\/send\/\S+)/.exec(lines.join("\n"))?.[1] ?? "";
  const event = { orderId: "ORD-1", type: "placed", at: "2026-01-01T10:00:00Z", total: 12 };
  const answer = await fetch(send, { method: "POST", body: JSON.stringify(event) });
  expect(await answer.json()).toEqual({ messageId: expect.any(String) });
  await expect
    .poll(() => lines.join("\n"), { timeout: 30_000 })
    .toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}\S+ {2}INFO {3}Order updated {2}.*correlation=/);
  expect(lines.join("\n")).not.toContain("\u001b");
  expect(lines.join("\n")).not.toContain("CloudWatchMetrics");
  child.kill("SIGINT");
  expect(await exit).toBe(0);
});

test("every save is loaded, also of editors that write another file and rename it", async () => {
  const folder = scratch();
  const handler = join(folder, "src", "list-users.ts");
  const original = readFileSync(handler, "utf8");
  const { lines, record } = dev(folder, "--port", "0", "--json");
  await record("ready");
  const reloads = () => lines.filter((each) => parsed(each).type === "reloaded").length;
  const saves = [
    (text: string) => {
      writeFileSync(`${handler}.tmp`, text);
      renameSync(`${handler}.tmp`, handler);
    },
    (text: string) => writeFileSync(handler, text),
  ];
  for (const [i, save] of [...saves, ...saves].entries()) {
    save(`${original}\nconsole.log("version ${i}");\n`);
    await expect.poll(reloads, { timeout: 20_000, message: lines.join("\n") }).toBe(i + 1);
  }
});

test("a change of Pulumi.yaml counts at once, and what ran before goes on when it is wrong", async () => {
  const folder = scratch();
  const project = join(folder, "Pulumi.yaml");
  const { record } = dev(folder, "--port", "0", "--json");
  const { apis } = await record<Summary>("ready");
  writeFileSync(project, readFileSync(project, "utf8").replace(/^ +owner:.*$/m, "  other: x"));
  const { message } = await record<{ message: string }>("broken");
  expect(message).toContain("owner: The owner's name is missing");
  expect((await fetch(`${apis[0]?.url}/users`)).status).toBe(200);
});

test("several services started at once without a port each find one", async () => {
  const started = ["users-api", "users-api", "order-events"].map((name) => dev(name, "--json"));
  const summaries = await Promise.all(started.map(({ record }) => record<Summary>("ready")));
  const urls = summaries.flatMap(({ apis }) => apis.map(({ url }) => url));
  expect(new Set(urls).size).toBe(2);
});

test("an unknown service is reported as JSON to whoever asked for JSON", async () => {
  const { exit, lines } = dev("nope", "--json");
  expect(await exit).toBe(2);
  expect(lines.map(parsed)).toContainEqual({
    type: "error",
    status: "bad-input",
    problems: [expect.anything()],
    message: expect.stringContaining("There are: "),
  });
});
