import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { summaries } from "../../platform/commands/summaries.ts";
import { platformDir } from "../../platform/values/places.ts";
import { runCommand } from "./support.ts";

const { scripts } = JSON.parse(readFileSync(join(platformDir, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** Scripts that are files of platform/commands. */
const own = Object.entries(scripts).flatMap(([name, script]) =>
  script === `node platform/run.mjs platform/commands/${name}.ts` ? [name] : [],
);

const hasJson = (name: string) =>
  readFileSync(join(platformDir, `platform/commands/${name}.ts`), "utf8").includes('json: { type: "boolean"');

test("npm run help lists every script with a line of its own", async () => {
  const { code, out, err } = await runCommand("help", []);
  expect([code, err]).toEqual([0, ""]);
  expect(Object.keys(summaries).sort()).toEqual(Object.keys(scripts).sort());
  for (const [name, text] of Object.entries(summaries))
    expect(out.split("\n").map((line) => line.split(/ {2,}/))).toContainEqual(["", `npm run ${name}`, text]);
});

test("every command has a file of its own, run by one parser", () => {
  const folder = join(platformDir, "platform/commands");
  const commands = readdirSync(folder).filter((file) =>
    /^await command\(/m.test(readFileSync(join(folder, file), "utf8")),
  );
  expect(commands.sort()).toEqual(own.map((name) => `${name}.ts`).sort());
});

test.each(own)(
  "%s answers --help in the same layout as the others, though the rest is wrong",
  async (name) => {
    const { code, out, err } = await runCommand(name, ["--help", "--nonsense"]);
    expect([code, err]).toEqual([0, ""]);
    const [first] = out.split("\n");
    expect(first).toBe(summaries[name as keyof typeof summaries]);
    expect(out).toMatch(new RegExp(`\n\nUsage: npm run ${name}( -- .*)?\n\n`));
    expect(out).toMatch(/\nFlags\n(.*\n)* {2}-h, --help +this text\n/);
    expect(out).toMatch(
      /\nExit codes\n {2}0 .*\n {2}1 .*\n {2}2 .*\n( {2}3 .*\n)? {2}130 {2}interrupted.*\n$/,
    );
  },
);

// Those that have --json say it in the test below.
const inWords = ["plan", ...own.filter((name) => !hasJson(name))];

test.each(inWords)("%s refuses an unknown flag: exit code 2, one message, the closest flag", async (name) => {
  const { code, out, err } = await runCommand(name, ["--hlp"]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^error /);
  expect(err).toContain("--hlp: There is no such flag; did you mean --help? See --help.");
  expect(err).toContain(`Usage: npm run ${name}`);
});

test("an error is one JSON object of the same shape for every command that has --json", async () => {
  for (const name of own.filter(hasJson)) {
    const { code, out } = await runCommand(name, ["--json", "--hlp"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      type: "error",
      status: "bad-input",
      message: expect.stringContaining("--hlp"),
      problems: expect.arrayContaining([
        { where: "--hlp", problem: "There is no such flag; did you mean --help? See --help." },
      ]),
    });
  }
});
