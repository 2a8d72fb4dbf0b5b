import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyRename, renameOf } from "../../../generators/rename/rename.ts";
import { upgradeOf } from "../../../generators/upgrade/upgrade.ts";
import { contentsOf, planned, writeAll } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";
import { typical } from "../support/services.ts";

const stages = ["dev", "staging", "prod"];
const heartbeat = typical.find(([, { name }]) => name === "heartbeat")!;

/** A workspace with a scaffold, a service that uses it, and what repositories say of services. */
function workspace(): string {
  const root = emptyFolder();
  writeAll(join(root, "services/heartbeat"), planned(heartbeat));
  writeAll(root, [
    { path: "services/monitor/Pulumi.yaml", content: "name: monitor\n" },
    {
      path: "services/monitor/index.ts",
      content: 'outputsOf<typeof import("../heartbeat/index.ts")>("heartbeat"); // of heartbeat\n',
    },
    { path: "CODEOWNERS", content: "/services/heartbeat/ @ops\n/services/monitor/ @ops\n" },
    {
      path: "README.md",
      content: "See services/heartbeat/README.md; `npm run plan -- heartbeat --stage prod`.\n",
    },
    { path: "test/permissions/heartbeat.json", content: "{}\n" },
  ]);
  return root;
}

const rename = (root: string, from: string, to: string, fresh = false) => {
  const result = renameOf(root, from, to, { fresh, stages });
  applyRename(root, result);
  return result;
};

test("a rename reaches the folder, what refers to it and the rows on it, and names the lines left", () => {
  const root = workspace();

  const { mentions } = rename(root, "heartbeat", "pulse");

  const now = contentsOf(root);
  expect(Object.keys(now).filter((path) => path.includes("heartbeat"))).toEqual([]);
  expect(now).toMatchObject({
    CODEOWNERS: "/services/pulse/ @ops\n/services/monitor/ @ops\n",
    "README.md": "See services/pulse/README.md; `npm run plan -- pulse --stage prod`.\n",
    "services/monitor/index.ts": 'outputsOf<typeof import("../pulse/index.ts")>("pulse"); // of heartbeat\n',
    "test/permissions/pulse.json": "{}\n",
  });
  expect(mentions).toContain("services/monitor/index.ts:1");
});

test("a renamed scaffold is up to date with its templates, by its record as by its files", () => {
  const root = workspace();

  rename(root, "heartbeat", "pulse");

  expect(upgradeOf(join(root, "services/pulse"))).toMatchObject({ status: "current", changes: [] });
});

test("a service that is renamed and renamed back is as it was, with all around it", () => {
  const root = workspace();
  const before = contentsOf(root);

  rename(root, "heartbeat", "pulse");
  rename(root, "pulse", "heartbeat");

  expect(contentsOf(root)).toEqual(before);
});

test("with new names, no name of a resource has the old one any more", () => {
  const root = workspace();

  rename(root, "heartbeat", "pulse", true);

  const readme = contentsOf(root)["services/pulse/README.md"]!;
  expect(readme).toContain("pulse-<stage>-");
  expect(readme).not.toContain("heartbeat-<stage>");
  expect(upgradeOf(join(root, "services/pulse")).status).toBe("current");
});

test("a rename that can't be written leaves everything as it was", () => {
  const root = workspace();
  const result = renameOf(root, "heartbeat", "pulse", { fresh: false, stages });
  mkdirSync(join(root, "test/permissions/pulse.json"));
  writeFileSync(join(root, "test/permissions/pulse.json/taken"), "");
  const before = contentsOf(root);

  expect(() => applyRename(root, result)).toThrow();

  expect(contentsOf(root)).toEqual(before);
});
