import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { create } from "../../generators/create.ts";
import { ExistsError, write } from "../../generators/write.ts";
import { emptyFolder, everythingIn, finished, newService, start } from "./support/run.ts";

const answers = ["gateway", "orders", "--owner", "payments"];
const disturb = "--import=./test/generators/support/disturb.mjs";

test("a disk that is full halfway leaves nothing behind, not even the folder of services", async () => {
  const dir = emptyFolder();

  const { code, stderr } = await newService([...answers, "--dir", dir], {
    NODE_OPTIONS: disturb,
    DISTURB: "fail",
  });

  expect(code).toBe(1);
  expect(stderr).toContain("no space left on device");
  expect(everythingIn(dir)).toEqual([]);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s while files are written leaves nothing behind",
  async (signal) => {
    const dir = emptyFolder();
    const child = start("platform/commands/new-service.ts", [...answers, "--dir", dir], {
      NODE_OPTIONS: disturb,
      DISTURB: "pause",
    });
    const end = finished(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    expect(everythingIn(dir).length).toBeGreaterThan(2);

    child.kill(signal);

    expect(await end).toMatchObject({ code: 130, stderr: expect.stringContaining("nothing was written") });
    expect(everythingIn(dir)).toEqual([]);
  },
);

test("other services stay when one could not be written", async () => {
  const dir = emptyFolder();
  await newService(["gateway", "users", "--owner", "payments", "--dir", dir]);
  const before = everythingIn(dir);

  await newService([...answers, "--dir", dir], { NODE_OPTIONS: disturb, DISTURB: "fail" });

  expect(before).toContain("services/users");
  expect(everythingIn(dir)).toEqual(before);
});

test("a name that is taken is refused, also by an empty folder, and what is there stays", async () => {
  const dir = emptyFolder();
  mkdirSync(join(dir, "services/orders"), { recursive: true });
  writeFileSync(join(dir, "services/orders/mine.txt"), "");
  mkdirSync(join(dir, "services/empty"));
  const told = { name: "orders", owner: "payments" };

  await expect(create("gateway", told, { root: dir })).rejects.toThrow(
    /There is a service orders already.*Choose another name/,
  );
  await expect(create("gateway", { ...told, name: "empty" }, { root: dir })).rejects.toThrow(ExistsError);
  expect(everythingIn(dir)).toEqual([
    "services",
    "services/empty",
    "services/orders",
    "services/orders/mine.txt",
  ]);
});

test("of several runs with the same name at once, one makes the service and the others are refused", async () => {
  const dir = emptyFolder();
  const told = { name: "orders", owner: "payments" };

  const runs = await Promise.allSettled([1, 2, 3, 4].map(() => create("gateway", told, { root: dir })));

  const refused = runs.filter((run) => run.status === "rejected").map((run) => run.reason);
  expect(refused).toHaveLength(3);
  for (const reason of refused) expect(reason).toBeInstanceOf(ExistsError);
  expect(everythingIn(join(dir, "services")).filter((path) => !path.includes("/"))).toEqual(["orders"]);
});

test("a file outside the service's folder is never written", async () => {
  const dir = emptyFolder();
  const files = [{ path: "../outside.txt", content: "" }];

  await expect(write(files, join(dir, "services/orders"))).rejects.toThrow("outside the service's folder");
  expect(everythingIn(dir)).toEqual([]);
});

test("a run that was interrupted before it began writes nothing", async () => {
  const dir = emptyFolder();
  const told = { name: "orders", owner: "payments" };

  await expect(create("gateway", told, { root: dir, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(everythingIn(dir)).toEqual([]);
});
