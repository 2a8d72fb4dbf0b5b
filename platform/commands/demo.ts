/**
 * `npm run demo`: the main job from one end to the other, in a temporary folder and on this machine only. Ends with 0
 * only when every step worked.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { promisify, styleText } from "node:util";
import { graphOf } from "../fleet/graph-of.ts";
import { planOf } from "../fleet/plan/plan.ts";
import { planText } from "../fleet/plan/text.ts";
import { type LocalApp, local } from "../local/index.ts";
import { platformDir, workspaceDir } from "../values/places.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

const run = promisify(execFile);
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs at the moment; an interruption stops it. */
let running: LocalApp | undefined;

await command({
  usage: "npm run demo",
  description: summaries.demo,
  flags: {},
  run: demo,
});

async function demo(): Promise<undefined> {
  const start = performance.now();
  // In the workspace, so that services find the platform; not in services/, so that nothing else finds them.
  mkdirSync(join(workspaceDir(), ".tmp"), { recursive: true });
  const dir = mkdtempSync(join(workspaceDir(), ".tmp", "demo-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once("exit", remove);
  interruption().signal.addEventListener("abort", () => void interrupt());

  const gateway = await scaffold(dir, "gateway", "demo-users", "--table", "users", "--path", "/users");
  const consumer = await scaffold(dir, "event", "demo-orders");

  title("What it would create in AWS", "npm run plan -- demo-users");
  say(planText(planOf(await graphOf(gateway))));

  await onLocalhost(gateway, "HTTP API", createAndRead);
  await onLocalhost(consumer, "queue", sendGoodAndBad);

  remove();
  say(
    `\n${styleText("green", "Done")} in ${((performance.now() - start) / 1000).toFixed(1)} s; nothing is left behind.`,
  );
  say("Make your own: npm run new-service");
  return undefined;
}

async function interrupt(): Promise<never> {
  await running?.stop();
  process.exit(exitCodes.interrupted);
}

async function scaffold(dir: string, kind: string, name: string, ...answers: string[]): Promise<string> {
  const args = [kind, name, "--owner", "demo", ...answers];
  title(`A new ${kind} service`, `npm run new-service -- ${args.join(" ")}`);
  const { stdout } = await run(process.execPath, [
    join(platformDir, "platform/commands/new-service.ts"),
    ...args,
    "--yes",
    "--dir",
    dir,
    "--json",
  ]);
  const { files } = JSON.parse(stdout) as { files: { path: string }[] };
  const service = join(dir, "services", name);
  say(
    `  ${files.length} files in ${relative(workspaceDir(), service)}: ${files.map(({ path }) => path).join(", ")}`,
  );
  return service;
}

async function onLocalhost(
  service: string,
  what: string,
  use: (app: LocalApp) => Promise<void>,
): Promise<void> {
  title(`Its ${what} on localhost`, `npm run dev -- ${basename(service)}`);
  const start = performance.now();
  await using app = await local(service);
  running = app;
  say(`  ready in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await use(app);
}

async function createAndRead(app: LocalApp): Promise<void> {
  const users = `${app.url}/users`;
  const created = await fetch(users, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada" }),
  });
  const user = (await created.json()) as { id: string };
  say(`  POST ${users} {"name":"Ada"} -> ${created.status} ${JSON.stringify(user)}`);
  assert.equal(created.status, 201);
  const read = await fetch(`${users}/${user.id}`);
  const same: unknown = await read.json();
  say(`  GET  ${users}/${user.id} -> ${read.status} ${JSON.stringify(same)}`);
  assert.deepEqual(same, user);
  const refused = await fetch(users, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  say(`  POST ${users} {} -> ${refused.status} ${await refused.text()}`);
  assert.equal(refused.status, 400);
}

async function sendGoodAndBad(app: LocalApp): Promise<void> {
  const logged = (text: string) => app.logs.filter((line) => line.text.includes(text)).length;
  const good = { id: "order-1", text: "A good message" };
  const bad = { text: "A bad one: it has no id" };
  await app.send("messages", good);
  await app.send("messages", bad);
  say(`  sent ${JSON.stringify(good)}`);
  say(`  sent ${JSON.stringify(bad)}`);
  await app.until(() => logged("Message recorded") > 0);
  say("  the good one was handled");
  await app.until(async () => (await app.messages("messages-dlq")).length > 0);
  const [dead = ""] = await app.messages("messages-dlq");
  const attempts = logged("The message failed");
  say(`  the bad one is in the dead-letter queue after ${attempts} attempts: ${dead}`);
  assert.deepEqual(JSON.parse(dead), bad);
  assert.ok(attempts > 1);
}

function title(text: string, how: string): void {
  say(`\n${styleText("bold", text)}  ${styleText("dim", how)}`);
}
