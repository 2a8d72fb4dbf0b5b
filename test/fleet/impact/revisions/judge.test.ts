import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { platformDir } from "../../../../platform/values/places.ts";
import { serviceFiles, thing, Workspace } from "./support/workspace.ts";

const queue = (delay: number) =>
  'import "#platform";\nimport * as aws from "@pulumi/aws";\n' +
  `new aws.sqs.Queue("jobs", { delaySeconds: ${delay}, tags: { owner: "ada" } });\n`;

/** Rooms that findings depend on. */
const rooms = ["policies", "access", "values", "engine", "fleet", "rules.ts", "guarded.ts", "settings.ts"];

/** A workspace with this platform's rules, which `prod` switches so. */
function withRules(switches: string, files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(files);
  for (const room of rooms)
    cpSync(join(platformDir, "platform", room), join(workspace.root, "platform", room), { recursive: true });
  for (const name of ["@cloud-copilot", "fastest-levenshtein"])
    symlinkSync(join(platformDir, "node_modules", name), join(workspace.root, "node_modules", name));
  switchTo(workspace, switches);
  workspace.commit("rules");
  return workspace;
}

const switchTo = (workspace: Workspace, switches: string) =>
  workspace.write({
    "platform/rules.ts":
      `export const policySwitches = { every: {}, dev: {}, staging: {}, prod: { ${switches} } };\n` +
      "export const runtimeWarningDays = 180;\n" +
      "export const concurrencyLimits = { dev: 1000, staging: 1000, prod: 1000 };\n",
  });

test("a switched rule tells what it now finds and no longer finds, in services that stay as they are too", async () => {
  using workspace = withRules('"mandatory-tags": "warning"', {
    ...serviceFiles("orders", queue(1)),
    ...serviceFiles("users", thing("")),
  });
  switchTo(workspace, '"mandatory-tags": "error"');
  const { impacts, unchanged, notes } = await workspace.impact();
  expect(notes).toEqual([]);
  expect(unchanged).toEqual(["orders", "users"]);
  expect(impacts.map(({ service, changes, sums }) => [service, changes, sums.findings])).toEqual([
    [
      "orders",
      [],
      {
        gained: [expect.stringMatching(/^error mandatory-tags at jobs: /)],
        lost: [expect.stringMatching(/^warning mandatory-tags at jobs: /)],
      },
    ],
  ]);
});

test("of a service that changes too, each version counts as its own rules have it", async () => {
  using workspace = withRules('"mandatory-tags": "warning"', serviceFiles("orders", queue(1)));
  switchTo(workspace, '"mandatory-tags": "off"');
  workspace.write(serviceFiles("orders", queue(2)));
  const { impacts } = await workspace.impact();
  expect(impacts.map(({ changes, sums }) => [changes.length, sums.findings])).toEqual([
    [1, { gained: [], lost: [expect.stringMatching(/^warning mandatory-tags at jobs: /)] }],
  ]);
});

test("a base whose policies can't be loaded is judged by those of the working tree, and a line says so", async () => {
  using workspace = withRules("", serviceFiles("orders", queue(1)));
  workspace.write({ "platform/policies/switches.ts": "throw new Error('torn');\n" });
  workspace.commit("torn");
  cpSync(
    join(platformDir, "platform/policies/switches.ts"),
    join(workspace.root, "platform/policies/switches.ts"),
  );
  const { impacts, notes } = await workspace.impact();
  expect([impacts, notes]).toEqual([
    [],
    ["The policies of the base can't judge it: torn. Those of the working tree judge both."],
  ]);
});
