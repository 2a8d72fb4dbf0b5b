import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complexityProblems, wildcardProblems } from "../../../platform/values/patterns/wildcards.ts";

const isTooComplex = (...wildcards: string[]) => complexityProblems("pattern", wildcards).length > 0;

/**
 * EventBridge: "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a
 * wildcard character". The numbers are those of aws/event-ruler's tests of its evaluator; its README's limit is 10.
 */
describe("wildcards are refused by the beginnings of them that one text may match", () => {
  test.each([
    [["arn:aws:events:us-east-1:*:event-bus/*"], false],
    [["/home/*/src/src/src/src/src/main.ts"], false],
    [["F*eatureFeature", "Fe*atureFeature", "Fea*tureFeature"], false], // 10
    [["a*a*a*a*a*a*"], true], // 11
    [["*a*a*a*a*a*a*a*a*"], true], // 17
    [["*:*:*:*:*:*:rule/*"], true],
    [[`*${"a".repeat(10)}`], true],
    [[`*${"ab".repeat(10)}`], true],
    [["ab*c", "ab*c", "ab*c", "ab*c", "ab*c", "ab*c"], false], // the same again adds nothing
    [["a*1", "a*2", "a*3", "a*4", "a*5", "a*6"], true],
  ])("%j: %j", (wildcards, tooComplex) => {
    expect(isTooComplex(...wildcards)).toBe(tooComplex);
  });

  test("a wildcard with one star is never refused where no character comes twice after it", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(..."abcdefghij/.-"), { maxLength: 12 }), (characters) => {
        expect(isTooComplex(`*${characters.join("")}`)).toBe(false);
      }),
    );
  });

  test("any wildcard of the longest pattern is judged", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(?:[ab/]{1,9}\*?){1,200}$/), (text) => {
        expect([true, false]).toContain(isTooComplex(text.replaceAll(/\*+/g, "*")));
      }),
      { numRuns: 20 },
    );
  });
});

test.each([
  ["a*b", undefined],
  ["a\\*\\\\b", undefined],
  ["a**b", 'two "*" in a row'],
  ["a\\*\\**b", undefined],
  ["*\\**", undefined],
  // aws/event-ruler: "Invalid escape character"
  ["C:\\temp\\*", 'a "\\" before another character than "*" or "\\"'],
  ["a\\", 'a "\\" before another character'],
])("%j", (wildcard, problem) => {
  expect(wildcardProblems("p", wildcard).join()).toContain(problem ?? "");
  if (problem === undefined) expect(wildcardProblems("p", wildcard)).toEqual([]);
});
