import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codeownersFiles, codeownersText } from "../../../platform/fleet/derived/codeowners.ts";
import { outOfDate } from "../../../platform/fleet/derived/file.ts";
import { findService, serviceNames } from "../../../platform/fleet/services.ts";
import { platformDir as root } from "../../../platform/values/places.ts";

const owned = [
  { folder: "*", owner: "platform" },
  { folder: "/services/orders/", owner: "payments" },
  { folder: "/services/mails/", owner: "ada" },
];

/** Owners of a path as GitHub decides: "the last matching pattern takes the most precedence" ("About code owners"). */
function ownersOf(text: string, path: string): string[] {
  const rows = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [, ...owners] =
    rows
      .map((row) => row.split(/\s+/))
      .findLast(([pattern = ""]) => pattern === "*" || path.startsWith(pattern.slice(1))) ?? [];
  return owners;
}

describe("CODEOWNERS", () => {
  test("has the team of each service's owner, and the platform's for everything else", () => {
    const text = codeownersText(owned, { repository: "acme/lambdas", owners: { ada: "@ada-l" } });
    expect(ownersOf(text, "services/orders/src/list.ts")).toEqual(["@acme/payments"]);
    expect(ownersOf(text, "services/mails/index.ts")).toEqual(["@ada-l"]);
    expect(ownersOf(text, "services/orders-archive/index.ts")).toEqual(["@acme/platform"]);
    expect(ownersOf(text, "platform/defaults.ts")).toEqual(["@acme/platform"]);
  });

  test("refuses handles that GitHub has none of, all together", () => {
    const names = () =>
      codeownersText(owned, { repository: "acme/lambdas", owners: { ada: "Ada", payments: "@a/b/c" } });
    expect(names).toThrow(/2 problem\(s\)/);
    expect(names).toThrow('delivery.owners["ada"]: "Ada" is neither a person, a team nor an e-mail address');
  });

  test("has a row for each service of the workspace", () => {
    const settings = { repository: "acme/lambdas", owners: {}, state: { bucket: "", keyArn: "" } };
    const [file] = codeownersFiles(root, settings);
    expect(file?.path).toBe(join(root, ".github", "CODEOWNERS"));
    for (const name of serviceNames())
      expect(ownersOf(file!.content, `services/${name}/index.ts`)).toEqual([
        `@acme/${findService(name).owner}`,
      ]);
  });

  test("is up to date in this repository; npm run derive brings it there", () => {
    expect(outOfDate(codeownersFiles()).map(({ path }) => path)).toEqual([]);
    // Before the repository is named, owners have no names on GitHub.
    const path = join(root, ".github", "CODEOWNERS");
    if (existsSync(path)) expect(readFileSync(path, "utf8")).toMatch(/^# Made by npm run derive/);
  });
});
