import { join } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { check } from "../../generators/answers/problems.ts";
import { create } from "../../generators/create.ts";
import { specOf } from "../../generators/kinds/index.ts";
import type { PlannedFile } from "../../generators/render/file.ts";
import { plan } from "../../generators/render/render.ts";
import { UsageError } from "../../platform/values/problems.ts";
import { emptyFolder, everythingIn } from "./support/run.ts";
import { anyService, oneStrangeAnswer } from "./support/services.ts";

/** What is wrong with the syntax of a file, by its extension. */
function syntaxErrors({ path, content }: PlannedFile): string[] {
  if (path.endsWith(".ts")) {
    const { diagnostics = [] } = ts.transpileModule(content, { reportDiagnostics: true, fileName: path });
    return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  }
  try {
    if (path.endsWith(".json")) JSON.parse(content);
    if (path.endsWith(".yaml")) parse(content);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

test("any answers give either all problems in words or files that parse", () => {
  fc.assert(
    fc.property(fc.oneof(anyService, oneStrangeAnswer), ([kind, told]) => {
      const checked = check(kind, told);
      if (!checked.ok) {
        expect(checked.problems).not.toHaveLength(0);
        for (const { where, problem } of checked.problems) {
          expect(specOf(kind).questions.map(({ name }) => name)).toContain(where);
          expect(problem).toMatch(/^\S.* .* .*[.)]$/s);
        }
        return;
      }
      const files = plan(kind, checked.answers);
      for (const file of files) {
        expect(file.path).toMatch(/^[\w.-]+(\/[\w.-]+)*$/);
        expect(file.path.split("/")).not.toContain("..");
        expect(syntaxErrors(file), `${file.path}\n${file.content}`).toEqual([]);
        expect(file.content.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test("what goes into the files comes out of them again, whatever it holds", () => {
  fc.assert(
    fc.property(oneStrangeAnswer, ([kind, told]) => {
      const checked = check(kind, told);
      if (!checked.ok) return;
      const { answers } = checked;
      const content = (path: string) => plan(kind, answers).find((file) => file.path === path)!.content;
      expect(parse(content("Pulumi.yaml"))).toMatchObject({
        name: answers.name,
        description: answers.description,
        config: { owner: answers.owner },
      });
      expect(parse(content("catalog-info.yaml"))).toMatchObject({
        metadata: { name: answers.name, description: answers.description },
        spec: { owner: answers.owner },
      });
      expect(JSON.parse(content("service.json")).answers).toEqual(answers);
    }),
    { numRuns: 150 },
  );
});

test("any answers write services/<name> as a whole, or nothing at all", async () => {
  const dir = emptyFolder();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyService, oneStrangeAnswer), async ([kind, told]) => {
      round += 1;
      const root = join(dir, String(round));
      const before = everythingIn(dir);
      try {
        const { name, files } = await create(kind, told, { root });
        const written = everythingIn(join(root, "services", name));
        expect(written).toEqual(expect.arrayContaining(files.map(({ path }) => path)));
        expect(everythingIn(join(root, "services")).filter((path) => !path.startsWith(name))).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect(everythingIn(dir)).toEqual(before);
      }
    }),
    { numRuns: 60 },
  );
});
