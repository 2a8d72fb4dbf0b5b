import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { dev, endsBy, parsed, scratch, startUsersApi } from "./support.ts";

/** Writes a program that never ends; the function that it returns waits until it has begun. */
function neverEnding(program: string): () => Promise<void> {
  const begun = join(dirname(program), ".begun");
  rmSync(begun, { force: true });
  writeFileSync(
    program,
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(begun)}, "");\nwhile (true) {}\n`,
  );
  return () => expect.poll(() => existsSync(begun)).toBe(true);
}

describe("while the users API runs", () => {
  let up: ReturnType<typeof startUsersApi> | undefined;
  const usersApi = () => {
    up ??= startUsersApi();
    return up;
  };

  test.each([
    [
      "rejects a promise after its end",
      "setTimeout(() => Promise.reject(new Error('too late')), 20);",
      "too late",
    ],
    ["ends its process", "process.exit(3);", "process.exit(3)"],
    ["awaits what never comes", "await new Promise(() => {});", "index.ts waits for a promise"],
  ])("a program that %s is one message; what ran before goes on", async (_, line, message) => {
    const { folder, running, url } = await usersApi();
    const program = join(folder, "index.ts");
    const original = readFileSync(program, "utf8");
    const from = running.lines.length;
    writeFileSync(program, `${original}\n${line}\n`);
    expect((await running.record<{ message: string }>("broken", from)).message).toContain(message);
    expect((await fetch(`${url}/users`)).status).toBe(200);
    const next = running.lines.length;
    writeFileSync(program, original);
    await running.record("reloaded", next);
    expect(running.lines.slice(from).filter((one) => parsed(one).type === "broken")).toHaveLength(1);
  });

  test("a program that never ends stops nothing, and the next save takes its place", async () => {
    const { folder, running, url } = await usersApi();
    const program = join(folder, "index.ts");
    const original = readFileSync(program, "utf8");
    await neverEnding(program)();
    expect((await fetch(`${url}/users`)).status).toBe(200);
    const from = running.lines.length;
    writeFileSync(program, `${original}\n`);
    await running.record("reloaded", from);
    expect((await fetch(`${url}/users`)).status).toBe(200);
  });

  test("SIGTERM ends the command, its children and its ports, also while a program never ends", async () => {
    const { folder, running } = await usersApi();
    await neverEnding(join(folder, "index.ts"))();
    await endsBy("SIGTERM", running);
  });
});

test("a program that never ends at the start gives way to the next save", async () => {
  const folder = scratch();
  const program = join(folder, "index.ts");
  const original = readFileSync(program, "utf8");
  const begun = neverEnding(program);
  const running = dev(folder, "--port", "0", "--json");
  await begun();
  writeFileSync(program, original);
  await running.record("ready");
  await endsBy("SIGTERM", running);
});
