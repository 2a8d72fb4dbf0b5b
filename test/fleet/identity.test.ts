import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findService, stackConfig } from "../../platform/fleet/services.ts";
import { UsageError } from "../../platform/values/problems.ts";

const root = mkdtempSync(join(tmpdir(), "workspace-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
/** The folder of a service `orders` in `services/` of a workspace of its own. */
function orders(files: Readonly<Record<string, string>> = {}): string {
  const dir = join(root, String(++made), "services", "orders");
  mkdirSync(dir, { recursive: true });
  const all = {
    "Pulumi.yaml": "name: orders\nruntime: nodejs\nmain: index.ts\nconfig:\n  owner: crew\n",
    "catalog-info.yaml": "metadata:\n  name: orders\nspec:\n  owner: crew\n",
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(dir, file), text);
  return dir;
}

/** What is wrong with the service in a folder. */
function problems(dir: string): string {
  try {
    findService(dir);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replaceAll(join(dir, ".."), "services");
  }
}

test("a service whose files agree is taken", () => {
  expect(problems(orders())).toBe("");
});

describe("a service is refused", () => {
  test("whose folder was moved, with both ways out", () => {
    const from = orders();
    const to = join(from, "../purchases");
    renameSync(from, to);
    const text = problems(to);
    expect(text).toMatch(
      /^services\/purchases\/Pulumi\.yaml: the service is called orders, its folder purchases\./,
    );
    expect(text).toMatch(/move the folder back: mv \S+purchases \S+orders\./);
    expect(text).toContain("write name: purchases; what orders has deployed stays until `pulumi destroy`");
  });

  test("whose Pulumi.yaml was renamed while its entry in the catalogue was not, all problems together", () => {
    const text = problems(
      orders({ "Pulumi.yaml": "name: purchases\nruntime: nodejs\nconfig:\n  owner: others\n" }),
    );
    expect(text).toContain("3 problem(s):");
    expect(text).toContain("the service is called purchases, its folder orders");
    expect(text).toContain('catalog-info.yaml: metadata.name is "orders", and in Pulumi.yaml purchases');
    expect(text).toContain('catalog-info.yaml: spec.owner is "crew", and in Pulumi.yaml others');
  });
});

test("a folder outside of services/ may be called as it likes, and a catalogue that isn't one says nothing", () => {
  const dir = join(orders({ "catalog-info.yaml": "- [" }), "../../elsewhere");
  renameSync(join(dir, "../services/orders"), dir);
  expect(problems(dir)).toBe("");
});

describe("config of another project is refused, since nothing reads it", () => {
  const stackOf = (key: string) => {
    const dir = orders({ "Pulumi.dev.yaml": `config:\n  ${key}: "1"\n` });
    mkdirSync(join(dir, "../billing"));
    writeFileSync(join(dir, "../billing/Pulumi.yaml"), "name: billing\n");
    return () => stackConfig("orders", dir, "dev").values;
  };

  test.each([
    [
      "order:shards",
      "order:shards is config of a project called order, and this one is orders: nothing reads it. Write orders:shards, or leave it out.",
    ],
    ["billing:shards", "billing:shards is config of a project called billing"],
  ])("%s", (key, message) => {
    expect(stackOf(key)).toThrow(message);
  });

  test.each(["orders:shards", "aws:region", "random:seed", "platform:builds"])("but %s is taken", (key) => {
    expect(stackOf(key)()).toEqual({ [key]: "1" });
  });
});
