import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import * as runtime from "../../platform/runtime/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const folder = join(root, "platform/runtime");
const entries = readdirSync(folder, { withFileTypes: true });

/** `#runtime/<name>` as a text names it, in code or in prose. */
const named = (text: string) => [...text.matchAll(/#runtime\/([\w/-]+)/g)].map(([, name]) => name!);
const documented = new Set(
  ["docs/runtime.md", "docs/components/distribution.md"].flatMap((page) => named(read(page))),
);

describe("The root of the runtime's folder", () => {
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);

  it("holds #runtime and every documented #runtime/<name>, and no other file", () => {
    const modules = [...documented].map((name) => `${name}.ts`);
    expect(files.sort()).toEqual(["index.ts", ...modules].sort());
  });

  it("is what package.json gives handlers under these names", () => {
    const { imports } = JSON.parse(read("package.json")) as { imports: Record<string, string> };
    expect(imports["#runtime"]).toBe("./platform/runtime/index.ts");
    expect(imports["#runtime/*"]).toBe("./platform/runtime/*.ts");
  });
});

test("Services, templates and pages import nothing of the runtime's inner folders", () => {
  const pages = ["services", "templates", "docs"].flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs|hbs|md)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const imported = pages.flatMap((file) => named(readFileSync(file, "utf8")));
  expect(imported.filter((name) => !documented.has(name))).toEqual([]);
});

describe("A wrapper", () => {
  const wrappers = readdirSync(join(folder, "wrappers")).map((file) => file.replace(/\.ts$/, ""));
  const page = read("docs/runtime.md");

  it.each(wrappers)("%s has its file's name, and is exported, documented and tested", (file) => {
    const name = file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(runtime).toHaveProperty(name, expect.any(Function));
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` `, "m"));
    expect(existsSync(join(import.meta.dirname, `wrappers/${file}.test.ts`))).toBe(true);
  });
});
