import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Summary } from "../../../platform/local/dev/welcome.ts";
import { without } from "../../support/index.ts";
import { dev, endsBy, parsed, scratch, startUsersApi } from "./support.ts";

describe.skipIf(without("users-api"))("while the users API runs", () => {
  let up: ReturnType<typeof startUsersApi> | undefined;
  const usersApi = () => {
    up ??= startUsersApi();
    return up;
  };

  test("every save is loaded, also of editors that write another file and rename it", async () => {
    const { folder, running, url } = await usersApi();
    const handler = join(folder, "src", "list-users.ts");
    const original = readFileSync(handler, "utf8");
    const saves = [
      (text: string) => {
        writeFileSync(`${handler}.tmp`, text);
        renameSync(`${handler}.tmp`, handler);
      },
      (text: string) => writeFileSync(handler, text),
    ];
    for (const [i, save] of [...saves, ...saves].entries()) {
      const from = running.lines.length;
      save(`${original}\nconsole.log("version ${i}");\n`);
      const { functions } = await running.record<{ functions: string[] }>("reloaded", from);
      expect(functions).toEqual(["api-list-users"]);
      expect((await fetch(`${url}/users`)).status).toBe(200);
      await expect.poll(() => running.lines.join("\n")).toContain(`version ${i}`);
    }
  });

  test("a save is taken over with the data kept, and a broken one leaves the old version running", async () => {
    const { folder, running, url } = await usersApi();
    const handler = join(folder, "src", "get-user.ts");
    const original = readFileSync(handler, "utf8");
    const created = await fetch(`${url}/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "ada@example.com", name: "Ada" }),
    });
    const { id } = (await created.json()) as { id: string };

    writeFileSync(handler, `${original}\nconst broken = ;\n`);
    const { message } = await running.record<{ message: string }>("broken");
    expect(message).toContain("get-user.ts");
    expect((await fetch(`${url}/users/${id}`)).status).toBe(200);

    const from = running.lines.length;
    writeFileSync(handler, `${original}\nconsole.log("second version");\n`);
    const { functions } = await running.record<{ functions: string[] }>("reloaded", from);
    expect(functions).toEqual(["api-get-user"]);
    const read = await fetch(`${url}/users/${id}`);
    expect(await read.json()).toMatchObject({ id, name: "Ada" });
    await expect.poll(() => running.lines.join("\n")).toContain("second version");

    const program = join(folder, "index.ts");
    writeFileSync(program, readFileSync(program, "utf8").replace('"GET /users/{id}"', '"GET /people/{id}"'));
    await expect.poll(async () => (await fetch(`${url}/people/${id}`)).status).toBe(200);
    expect((await fetch(`${url}/users/${id}`)).status).toBe(404);
  });

  test("a change of Pulumi.yaml counts at once, and what ran before goes on when it is wrong", async () => {
    const { folder, running, url } = await usersApi();
    const project = join(folder, "Pulumi.yaml");
    const from = running.lines.length;
    writeFileSync(project, readFileSync(project, "utf8").replace(/^ +owner:.*$/m, "  other: x"));
    const { message } = await running.record<{ message: string }>("broken", from);
    expect(message).toContain("owner: The owner's name is missing");
    expect((await fetch(`${url}/users`)).status).toBe(200);
  });

  test("SIGTERM ends the command, its children and its ports", async () => {
    await endsBy("SIGTERM", (await usersApi()).running);
  });
});

test.skipIf(without("users-api"))(
  "a port in use, an unknown service, a bad port and a broken program are one message and an exit code",
  async () => {
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
  },
);

test("--help explains the command", async () => {
  const { exit, lines } = dev("--help");
  expect(await exit).toBe(0);
  expect(lines.join("\n")).toContain("npm run dev -- <service>");
});

test.skipIf(without("order-events"))(
  "queues, schedules and logs are shown for people, in a pipe without colour; SIGINT ends all of it",
  async () => {
    const running = dev("order-events", "--port", "0");
    const { lines } = running;
    await expect.poll(() => lines.join("\n")).toContain("Ctrl-C ends everything");
    const send = /curl (\S+\/_local\/send\/\S+)/.exec(lines.join("\n"))?.[1] ?? "";
    const event = { orderId: "ORD-1", type: "placed", at: "2026-01-01T10:00:00Z", total: 12 };
    const answer = await fetch(send, { method: "POST", body: JSON.stringify(event) });
    expect(await answer.json()).toEqual({ messageId: expect.any(String) });
    await expect
      .poll(() => lines.join("\n"))
      .toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}\S+ {2}INFO {3}Order updated {2}.*correlation=/);
    expect(lines.join("\n")).not.toContain("\u001b");
    expect(lines.join("\n")).not.toContain("CloudWatchMetrics");
    await endsBy("SIGINT", running);
  },
);

test.skipIf(without("users-api", "order-events"))(
  "several services started at once without a port each find one",
  async () => {
    const started = ["users-api", "users-api", "order-events"].map((name) => dev(name, "--json"));
    const summaries = await Promise.all(started.map(({ record }) => record<Summary>("ready")));
    const urls = summaries.flatMap(({ apis }) => apis.map(({ url }) => url));
    expect(new Set(urls).size).toBe(2);
  },
);

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
