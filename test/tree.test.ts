import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { platformDir as root } from "../platform/values/places.ts";

const listed = ["platform", "generators", "templates", "test", "bench", "docs"];

/** Every file of the repository but those of services, which are their teams' matter. */
const files = listed.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/")),
);

/** Folders that hold files or folders, `platform/engine` before `platform/engine/run`. */
const folders = [
  ...new Set(
    files.flatMap((file) => {
      const parts = dirname(file).split("/");
      return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
    }),
  ),
].sort();

const inFolder = (folder: string) => files.filter((file) => dirname(file) === folder);

const most = 16;

/** A file for each service, and a file for each command: they grow with these. */
const grows = ["test/permissions", "platform/commands", "test/commands"];

test(`no folder holds more than ${most} files: a fuller one wants folders of its own`, () => {
  const full = folders
    .filter((folder) => !grows.includes(folder))
    .map((folder) => [folder, inFolder(folder).length] as const)
    .filter(([, count]) => count > most)
    .map(([folder, count]) => `${folder} has ${count} files: find the idea that some of them share`);
  expect(full).toEqual([]);
});

/** Rooms that the tests mirror. */
const mirrored = ["platform", "generators"];

/** What tests of a room need beside test files: programs, handlers and set-up. */
const support = /\/(support|programs|handlers)(\/|$)/;

test("tests stand where the files stand that they are about", () => {
  const rooms = new Set(
    folders.filter((folder) => folder.startsWith("platform/") && folder.split("/").length === 2),
  );
  const homeOf = (folder: string) => {
    const [, room = ""] = folder.split("/");
    if (room === "generators") return folder.replace("test/", "");
    return rooms.has(`platform/${room}`) ? folder.replace("test/", "platform/") : undefined;
  };
  const lost = folders
    .filter((folder) => folder.startsWith("test/") && !support.test(folder))
    .flatMap((folder) => {
      const home = homeOf(folder);
      return home !== undefined && !folders.includes(home)
        ? [`${folder}: there is no ${home}; move the tests to the folder that they are about`]
        : [];
    });
  expect(lost).toEqual([]);
});

/** The names of the tree in AGENTS.md, by their paths: those of a line stand below the line that they are indented under. */
function mapped(): string[] {
  const [, tree = ""] = /^```\n(.*?)^```/ms.exec(readFileSync(join(root, "AGENTS.md"), "utf8")) ?? [];
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const depth = /^ */.exec(line)![0].length / 2;
    const names = line
      .trim()
      .split(/\s{2,}/)[0]!
      .split(" ")
      .filter((name) => /\/$|\.\w+$/.test(name));
    const paths = names.map((name) => [...above.slice(0, depth), name].join(""));
    if (names.length > 0) above.splice(depth, above.length, names.at(-1)!);
    return paths;
  });
}

describe("the tree in AGENTS.md", () => {
  const named = mapped().map((path) => path.replace(/\/$/, ""));

  test("names every folder of the platform and the generator, and every first folder of the others", () => {
    const wanted = folders.filter(
      (folder) => mirrored.includes(folder.split("/")[0]!) || folder.split("/").length <= 2,
    );
    // What the folder above is for covers them: a variant's files, the tests of a room.
    const mirrors = (folder: string) =>
      folder.startsWith("test/") &&
      (folders.includes(folder.replace("test/", "platform/")) || folder === "test/generators");
    const own = (folder: string) => /^(templates|bench|docs)\/./.test(folder) || mirrors(folder);
    const unnamed = wanted.filter((folder) => !own(folder) && !named.includes(folder));
    expect(
      unnamed.map((folder) => `${folder}: give it a line in AGENTS.md's tree, or a name in one`),
    ).toEqual([]);
  });

  test("is short: the page has fewer than 110 lines", () => {
    expect(readFileSync(join(root, "AGENTS.md"), "utf8").trimEnd().split("\n").length).toBeLessThan(110);
  });

  test("names no folder and no file that isn't there", () => {
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
