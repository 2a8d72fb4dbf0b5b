import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test as testOf } from "vitest";
import { platformDir } from "../../platform/values/places.ts";
import { emptyHandlers, folderForTests } from "../generators/support/made.ts";
import { planned, writeAll } from "../generators/support/older.ts";
import { typical } from "../generators/support/services.ts";
import { without } from "../support/index.ts";
import { runCommand } from "./support.ts";

const isWithout = without("users-api");
const test = testOf.skipIf(isWithout);
const dir = folderForTests("rename-command");
// No pulumi CLI: which stacks there are can't be known.
const env = { PATH: "/usr/bin:/bin" };
const rename = (...args: string[]) => runCommand("rename-service", args, { cwd: dir, env });

beforeAll(() => {
  if (isWithout) return;
  writeAll(join(dir, "services/heartbeat"), planned(typical.find(([, { name }]) => name === "heartbeat")!));
  mkdirSync(join(dir, "services/users-api"), { recursive: true });
  cpSync(join(platformDir, "services/users-api"), join(dir, "services/users-api"), { recursive: true });
  emptyHandlers(dir);
});

test("--dry-run says what a rename means for each stage and the stacks, and changes nothing", async () => {
  const { code, out, err } = await rename("users-api", "accounts-api", "--dry-run");

  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("services/users-api would become services/accounts-api; nothing is changed.");
  expect(out).toContain("Its resources keep their names, which begin with users-api");
  expect(out.match(/^ {2}(dev|prod|staging): 0 replaced, \d+ updated in place/gm)).toHaveLength(3);
  expect(out).toContain(
    "pulumi stack rename --cwd services/accounts-api <organisation>/accounts-api/dev --stack <organisation>/users-api/dev",
  );
  expect(existsSync(join(dir, "services/users-api/index.ts"))).toBe(true);
  expect(existsSync(join(dir, "services/accounts-api"))).toBe(false);
});

test("a renamed service plans as before, under its new name, and its old name is not free", async () => {
  const { code, out } = await rename("heartbeat", "pulse", "--json");

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    status: "renamed",
    from: "heartbeat",
    to: "pulse",
    formerName: "heartbeat",
  });
  expect(readFileSync(join(dir, "services/pulse/Pulumi.yaml"), "utf8")).toMatch(/^name: "pulse"\n/);
  const plan = await runCommand("plan", ["pulse", "--full"], { cwd: dir });
  expect([plan.code, plan.err]).toEqual([0, ""]);
  expect(plan.out).toContain("heartbeat-dev-");
  const taken = await rename("users-api", "heartbeat");
  expect([taken.code, taken.err]).toEqual([
    2,
    expect.stringContaining("The resources of pulse have names that begin"),
  ]);
});

test.each([
  [
    ["nothing", "Bad"],
    ['There is no service called "nothing"', 'The service\'s name "Bad" may hold'],
  ],
  [["users-api", "users-api"], ["It is called so already"]],
  [["users-api", "pulse"], ["There is a folder services/pulse already"]],
  [
    ["users-api", "accounts", "--new-names"],
    ["--new-names: It has to ask for the stacks of users-api, and there is no pulumi CLI"],
  ],
  [["users-api", "accounts", "--stacks"], ["--stacks: It has to ask for the stacks of users-api"]],
])("%j is refused, all problems together", async (args, problems) => {
  const { code, err } = await rename(...args);

  expect(code).toBe(2);
  for (const problem of problems) expect(err).toContain(problem);
});
