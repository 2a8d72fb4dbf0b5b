import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceNames } from "../../platform/fleet/services.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import type { Template } from "../cloudformation/properties.ts";
import { templateOf } from "../cloudformation/template.ts";
import { graphOf } from "../support/index.ts";
import { graphOfShowcase } from "../support/showcase.ts";
import { answers } from "./answers.ts";
import { cdkNag, cfnLint, checkov, type PackFinding } from "./run.ts";

const dir = mkdtempSync(join(tmpdir(), "packs-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const folder = (name: string) => {
  mkdirSync(join(dir, name));
  return join(dir, name);
};

/** The packs overlook inline policies of roles as `AWS::IAM::RolePolicy`; as `AWS::IAM::Policy` they read them. */
function readable({ Resources }: Template): Template {
  return {
    Resources: Object.fromEntries(
      Object.entries(Resources).map(([id, { Type, Properties }]) => {
        if (Type !== "AWS::IAM::RolePolicy") return [id, { Type, Properties }];
        const { RoleName, ...others } = Properties as { readonly RoleName: string };
        return [id, { Type: "AWS::IAM::Policy", Properties: { ...others, Roles: [RoleName] } }];
      }),
    ),
  };
}

/** Packs of rules, run over the graphs of every example, of the foundation and of every component, as in prod. */
const found = new Map<string, readonly PackFinding[]>();
const names = new Map<string, ReadonlyMap<string, string>>();

beforeAll(async () => {
  const packs = process.env.PACKS;
  if (!packs)
    throw new Error(
      'PACKS is not set; run: PACKS="$(bash .ci/build-packs)" npm run test:engine -- test/packs',
    );
  const templates = folder("templates");
  const write = (name: string, { template, names: ids }: ReturnType<typeof templateOf>) => {
    names.set(name, ids);
    writeFileSync(join(templates, `${name}.json`), JSON.stringify(readable(template)));
  };
  for (const name of serviceNames()) write(name, templateOf(await graphOf(name, { stage: "prod" })));
  write("foundation", templateOf(await graphOf(root, { stage: "prod" })));
  write("every-component", templateOf(await graphOfShowcase()));
  found.set("checkov", await checkov(packs, templates));
  found.set(
    "cfn-lint",
    await cfnLint(
      packs,
      templates,
      [...names.keys()].map((name) => `${name}.json`),
    ),
  );
  found.set("cdk-nag", await cdkNag(packs, templates, folder("cdk")));
});

const answering = (rule: string) =>
  answers.filter(({ rules }) =>
    rules.some((one) => (typeof one === "string" ? one === rule : one.test(rule))),
  );

const shown = ({ rule, says, template, id }: PackFinding) =>
  `${rule} ${template} ${names.get(template)?.get(id) ?? id}: ${says}`;

describe.each(["checkov", "cfn-lint", "cdk-nag"])("%s", (pack) => {
  test("has nothing to say that isn't repaired or answered with a reason", () => {
    const open = found.get(pack)!.filter(({ rule }) => answering(rule).length === 0);
    expect(open.map(shown)).toEqual([]);
  });

  test("finds what is there to find", () => {
    expect(found.get(pack)!.length).toBeGreaterThan(0);
  });
});

test("every answer is needed, and each finding has one", () => {
  const rules = [...found.values()].flat().map(({ rule }) => rule);
  const idle = answers.flatMap(({ rules: theirs }) =>
    theirs.filter((one) => !rules.some((rule) => (typeof one === "string" ? one === rule : one.test(rule)))),
  );
  expect(idle).toEqual([]);
  for (const rule of rules) expect(answering(rule).length, rule).toBeLessThanOrEqual(1);
});
