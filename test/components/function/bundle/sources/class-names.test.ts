import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "../../../../../platform/components/function/bundle/bundle.ts";
import { called, checkout, entryOf } from "../support.ts";

/** Ways to begin a class that extends another. */
const heads = [
  "class ID extends Error {}",
  "class ID<T = unknown> extends Error { declare detail: T }",
  "class ID\n// a comment between\nextends Base<{ a: string }> { override message = 'x' }",
  "class ID extends (0, Error) { static { ID.toString(); } static code = 1; }",
  "class ID extends errors.Base { #secret = 1; static #made = 0; override toString() { return String(this.#secret) } }",
];

/** Ways to get a name without one of the class's own (ECMAScript, "NamedEvaluation"); HEAD is an anonymous class. */
const places = [
  "const ID = HEAD; note(ID);",
  "const ID = (HEAD); note(ID);",
  "const ID = HEAD as unknown as typeof Error; note(ID);",
  "let ID; ID = HEAD; note(ID);",
  "let ID: unknown; ID ??= HEAD; note(ID);",
  "note({ ID: HEAD }.ID);",
  "note({ 'ID-quoted': HEAD }['ID-quoted']);",
  "note({ ['ID-computed']: HEAD }['ID-computed']);",
  "const { ID = HEAD } = {} as never; note(ID);",
  "((ID = HEAD) => note(ID))();",
  "note((class { static ID = HEAD }).ID);",
  "note(((Mixin: typeof Error) => class extends Mixin {})(Error));",
];

function everyForm(): string {
  const lines = [
    "const names: string[] = []; const note = (made: unknown) => names.push((made as { name: string }).name);",
    "class Base<T = unknown> extends Error { declare t: T }\nconst errors = { Base };",
  ];
  let serial = 0;
  for (const head of heads) {
    const id = () => `Declined${serial++}`;
    const declared = id();
    lines.push(`${head.replaceAll("ID", declared)}\nnote(${declared});`);
    const [name, inner] = [id(), id()];
    lines.push(`const ${name} = ${head.replaceAll("ID", inner)}; note(${name});`);
    // Two functions, so that two classes have the same name.
    for (let i = 0; i < 2; i++) lines.push(`(() => { ${head.replaceAll("ID", "Same")}\nnote(Same) })();`);
    const anonymous = head.replace("class ID", "class").replaceAll("ID.", "this.");
    for (const place of places) lines.push(place.replaceAll("HEAD", anonymous).replaceAll("ID", id()));
  }
  lines.push(
    "const text = 'class Fake extends Error {}'; /* class Fake extends Error {} */ note({ name: text });",
  );
  lines.push("note(class Own extends Error { static override name = 'Its own' });");
  lines.push("note(new (class Named extends Error { override name = 'NamedByField' })());");
  lines.push("export default class<T> extends Error { declare t: T }");
  return lines.join("\n");
}

test("Classes have the name in Lambda that Node.js gives them, however they are written", async () => {
  const dir = checkout({
    "src/forms.ts": `${everyForm()}\nexport { names };`,
    "src/a.ts":
      'import Default, { names } from "./forms.ts"; export const handler = async () => [...names, Default.name];',
  });
  const { archive } = await bundle({ dir, handler: "src/a.ts" });

  const found = called<string[]>(entryOf(archive));

  expect(found).toEqual(called(join(dir, "src/a.ts")));
  expect(found.length).toBeGreaterThan(75);
  expect(found.filter((name) => name === "Same")).toHaveLength(10);
});

test("Decorated classes keep their names, too", async () => {
  const dir = checkout({
    "src/a.ts": `const seal = (made: unknown, context: { name?: unknown }) => {};
@seal class PaymentDeclined<T = unknown> extends Error { declare t: T; @seal retry() {} }
const Late = @seal class extends Error { @seal retry() {} };
export const handler = async () => [new PaymentDeclined().constructor.name, new Late().constructor.name];`,
  });
  const { archive } = await bundle({ dir, handler: "src/a.ts" });

  expect(called(entryOf(archive))).toEqual(["PaymentDeclined", "Late"]);
});

test("Errors of packages keep their names, in ES modules and in CommonJS", async () => {
  const dir = checkout({
    "node_modules/esm-errors/package.json": '{ "type": "module", "exports": "./index.js" }',
    "node_modules/esm-errors/index.js":
      "class BaseError extends Error {}\nexport const TooMany = class extends BaseError {};\nexport class Late extends BaseError {}",
    "node_modules/cjs-errors/package.json": "{}",
    "node_modules/cjs-errors/index.js":
      "class Refused extends Error {}\nmodule.exports = { Refused };\nif (!Refused) return;",
    "src/a.ts": `import { Late, TooMany } from "esm-errors"; import { Refused } from "cjs-errors";
export const handler = async () => [Late, TooMany, Refused].map((each) => new each().constructor.name);`,
  });
  const { archive } = await bundle({ dir, handler: "src/a.ts" });

  expect(called(entryOf(archive))).toEqual(["Late", "TooMany", "Refused"]);
});

test("A class that nothing uses is in no bundle, whatever its name", async () => {
  const dir = checkout({
    "src/errors.ts":
      "export class Used extends Error {}\nclass Unused extends Used {}\nexport const AlsoUnused = class extends Unused {};",
    "src/a.ts": 'import { Used } from "./errors.ts"; export const handler = async () => new Used();',
  });
  const { archive } = await bundle({ dir, handler: "src/a.ts" });

  const text = readFileSync(entryOf(archive), "utf8");
  expect(text).toContain('"Used"');
  expect(text).not.toContain("Unused");
});
