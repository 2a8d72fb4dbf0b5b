import { expect, test } from "vitest";
import type { Answers } from "../../../generators/init/answers.ts";
import { againProblems, initOf, readAnswers } from "../../../generators/init/init.ts";
import { applyWithout } from "../../../generators/remove/remove.ts";
import { contentsOf, writeAll } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";

const answers: Answers = {
  organisation: "acme",
  region: "ap-southeast-2",
  keep: ["users-api"],
  owner: "cloud",
  repository: "acme/lambdas",
};
const names = ["orders", "partner-api", "users-api", "website"];

function template(): string {
  const root = emptyFolder();
  const files = {
    "package.json":
      '{\n  "name": "lambda-platform",\n  "author": { "name": "a" },\n  "dependencies": { "pixels": "1", "zod": "4" }\n}\n',
    "package-lock.json":
      '{\n  "name": "lambda-platform",\n  "packages": {\n    "": {\n      "name": "lambda-platform"\n    }\n  }\n}\n',
    "README.md": "# Lambda platform\n\n- [a](services/users-api)\n- [b](services/website)\n",
    "docs/website.md": "[b](../services/website/index.ts)\n\nMore.\n",
    "Pulumi.yaml":
      "name: foundation\nconfig:\n  # Whose it is.\n  owner: platform\ntemplate:\n  description: A\n",
    "Pulumi.prod.yaml": "config:\n  aws:region: eu-west-1\n",
    "platform/organisation.ts":
      'export const region = "eu-west-1";\nexport const delivery = {\n  repository: "",\n};\n',
    "knip.json": '{\n  "ignoreDependencies": ["cloudfront"]\n}\n',
    "services/users-api/Pulumi.prod.yaml": "config:\n  aws:region: eu-west-1\n",
    "services/users-api/index.ts": 'import "zod";\n',
    "services/users-api/test/a.test.ts": '"arn:aws:sqs:eu-west-1:1:a";\n',
    "services/website/index.ts": 'import "pixels";\nimport "zod";\n',
    "services/partner-api/index.ts": "",
    "services/orders/Pulumi.prod.yaml": "config:\n  aws:region: eu-west-1\n",
    "test/permissions/users-api.json": '["eu-west-1"]\n',
    "test/permissions/website.json": "[]\n",
    "test/a.test.ts": '"eu-west-1";\n',
  };
  writeAll(
    root,
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
  return root;
}

test("the template becomes the organisation's: names, region, owner, and only the examples that it keeps", () => {
  const root = template();
  const { folders, changes, problems } = initOf(root, answers, names);

  expect(problems).toEqual([]);
  applyWithout(root, folders, changes);

  expect(contentsOf(root)).toEqual({
    "package.json":
      '{\n  "name": "acme-lambda-platform",\n  "author": { "name": "a" },\n  "dependencies": { "pixels": "1", "zod": "4" }\n}\n',
    "package-lock.json":
      '{\n  "name": "acme-lambda-platform",\n  "packages": {\n    "": {\n      "name": "acme-lambda-platform"\n    }\n  }\n}\n',
    "README.md": "# Lambda platform of acme\n\n- [a](services/users-api)\n",
    "docs/website.md": "More.\n",
    "Pulumi.yaml": "name: foundation\nconfig:\n  # Whose it is.\n  owner: cloud\n",
    "Pulumi.prod.yaml": "config:\n  aws:region: ap-southeast-2\n",
    "platform/organisation.ts":
      'export const region = "ap-southeast-2";\nexport const delivery = {\n  repository: "acme/lambdas",\n};\n',
    "knip.json": '{\n  "ignoreDependencies": ["cloudfront", "pixels"]\n}\n',
    "services/users-api/Pulumi.prod.yaml": "config:\n  aws:region: ap-southeast-2\n",
    "services/users-api/index.ts": 'import "zod";\n',
    "services/users-api/test/a.test.ts": '"arn:aws:sqs:ap-southeast-2:1:a";\n',
    // The organisation's own, made before.
    "services/orders/Pulumi.prod.yaml": "config:\n  aws:region: eu-west-1\n",
    "test/permissions/users-api.json": '["ap-southeast-2"]\n',
    "test/a.test.ts": '"eu-west-1";\n',
    "template.json": expect.stringContaining('"organisation": "acme"'),
  });
  expect(readAnswers(root)).toEqual(answers);
});

test("a second run is refused: the answers of the first are there", () => {
  const root = template();
  expect(againProblems(root)).toEqual([]);
  applyWithout(root, [], initOf(root, answers, names).changes);
  expect(againProblems(root)).toEqual([
    {
      where: "template.json",
      problem: expect.stringContaining("made acme's own already. Its next release comes by"),
    },
  ]);
});

test("without an owner and a repository, those of the template stay", () => {
  const root = template();
  const { changes } = initOf(root, { organisation: "acme", region: "eu-west-1", keep: [] }, names);
  const after = Object.fromEntries(changes.map(({ path, after }) => [path, after && String(after)]));
  expect(after["Pulumi.yaml"]).toContain("owner: platform");
  expect(Object.keys(after)).not.toContain("platform/organisation.ts");
});

test("an example that stays needs those that it refers to", () => {
  const root = template();
  writeAll(root, [
    {
      path: "services/users-api/links.ts",
      content: 'linksOf<typeof import("../website/index.ts")>("website");\n',
    },
  ]);
  expect(initOf(root, answers, names).problems).toEqual([
    { where: "--keep", problem: "users-api refers to website; keep website too, or leave users-api out." },
  ]);
  expect(initOf(root, { ...answers, keep: ["users-api", "website"] }, names).problems).toEqual([]);
  writeAll(root, [{ path: "services/orders/index.ts", content: 'outputsOf("partner-api");\n' }]);
  expect(initOf(root, { ...answers, keep: ["users-api", "website"] }, names).problems).toEqual([
    {
      where: "--keep",
      problem: "orders refers to partner-api; keep partner-api too, or remove the reference first.",
    },
  ]);
});
