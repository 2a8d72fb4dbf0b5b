import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { likeIn, linesOf } from "../../../generators/upgrade/lines.ts";
import { isUnresolved, merge } from "../../../generators/upgrade/merge.ts";
import { emptyFolder } from "../support/run.ts";

/** Text of any lines, with and without an end of its last one. */
const text = fc
  .tuple(fc.array(fc.stringMatching(/^[a-z\t {}#<>=|é]{0,6}$/), { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join("\n") + (ends && lines.length > 0 ? "\n" : ""));

/** A file of distinct lines, and changes to some of them: by people where `yours`, by the template elsewhere. */
const apart = fc
  .array(fc.constantFrom("same", "same", "yours", "theirs"), { minLength: 1, maxLength: 30 })
  .map((who) =>
    // A line that nobody changes between those of both sides: changes that touch are a conflict for Git too.
    who.flatMap((one, i) => [
      { who: "same", line: `${i} stays` },
      { who: one, line: `${i} first` },
    ]),
  );

const version = (
  lines: readonly { who: string; line: string }[],
  changer: string,
  change: (i: number) => string[],
) =>
  lines
    .flatMap(({ who, line }, i) => (who === changer ? change(i) : [line]))
    .map((line) => `${line}\n`)
    .join("");

test("what people changed outside of a template's changes survives byte for byte", () => {
  const edit = fc.array(fc.stringMatching(/^[^\n]{0,8}$/u), { maxLength: 3 });
  fc.assert(
    fc.property(apart, edit, (lines, edits) => {
      const base = version(lines, "nobody", () => []);
      const ours = version(lines, "yours", (i) => edits.map((one) => `${i} ${one}`));
      const next = version(lines, "theirs", (i) => [`${i} template`]);
      const both = lines.flatMap(({ who, line }, i) => {
        if (who === "yours") return edits.map((one) => `${i} ${one}`);
        return who === "theirs" ? [`${i} template`] : [line];
      });

      expect(merge(ours, base, next)).toEqual({
        text: both.map((line) => `${line}\n`).join(""),
        conflicts: 0,
      });
    }),
  );
});

test("a file that people left alone becomes the template's, and one that the template left alone stays people's", () => {
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(merge(base, base, other)).toEqual({ text: other, conflicts: 0 });
      expect(merge(other, base, base)).toEqual({ text: other, conflicts: 0 });
      expect(merge(other, base, other)).toEqual({ text: other, conflicts: 0 });
    }),
  );
});

test("no line of either side is lost, and lines in conflict stand between Git's own markers", () => {
  fc.assert(
    fc.property(text, text, text, (ours, base, next) => {
      const merged = merge(ours, base, next);
      const without = linesOf(merged.text).filter((line) => !/^(<{7} yours|={7}|>{7} template)$/m.test(line));
      const count = (marker: string) => linesOf(merged.text).filter((line) => line === `${marker}\n`).length;
      for (const marker of ["<<<<<<< yours", "=======", ">>>>>>> template"])
        expect(count(marker)).toBe(merged.conflicts);
      expect(isUnresolved(merged.text)).toBe(merged.conflicts > 0);
      // A line that both sides have was never a change.
      for (const line of linesOf(base))
        if (linesOf(ours).includes(line) && linesOf(next).includes(line) && line.endsWith("\n"))
          expect(without).toContain(line);
    }),
  );
});

test("git merge-file gives the same text wherever neither finds a conflict", () => {
  const folder = emptyFolder();
  const [a, o, b] = ["a", "o", "b"].map((name) => join(folder, name)) as [string, string, string];
  const samples = fc.sample(apart, { numRuns: 25, seed: 7 });
  for (const lines of samples) {
    const base = version(lines, "nobody", () => []);
    const ours = version(lines, "yours", (i) => [`${i} mine`, `${i} added`]);
    const next = version(lines, "theirs", () => []);
    writeFileSync(a, ours);
    writeFileSync(o, base);
    writeFileSync(b, next);
    // "git merge-file": the exit value is the number of conflicts; 0 lets execFileSync return.
    const git = execFileSync("git", ["merge-file", "-p", a, o, b], { encoding: "utf8" });
    expect(merge(ours, base, next)).toEqual({ text: git, conflicts: 0 });
  }
});

test("a conflict looks as git merge-file writes it", () => {
  const folder = emptyFolder();
  const versions = { yours: "a\nmine\nc", base: "a\nb\nc", template: "a\ntheirs\nc" };
  for (const [name, content] of Object.entries(versions)) writeFileSync(join(folder, name), content);
  let git = "";
  try {
    execFileSync("git", ["merge-file", "-p", "yours", "base", "template"], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    git = (error as { stdout: string }).stdout;
  }

  expect(git).toContain("<<<<<<< yours");
  expect(merge(versions.yours, versions.base, versions.template)).toEqual({ text: git, conflicts: 1 });
});

test("two files that come from nowhere are in conflict where they differ, and only there", () => {
  expect(merge("a\nmine\nc\n", undefined, "a\ntheirs\nc\n")).toEqual({
    text: "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> template\nc\n",
    conflicts: 1,
  });
});

test("a file with the line ends of Windows keeps them, those of markers too", () => {
  const ours = "a\r\nmine\r\nc\r\n";
  const [base, next] = ["a\nb\nc\n", "a\ntheirs\nd\n"].map((one) => likeIn(one, ours)) as [string, string];

  const merged = merge(ours, base, next);

  expect(merged.conflicts).toBe(1);
  expect(merged.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
