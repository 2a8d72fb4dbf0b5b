import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, everythingIn, newService } from "../generators/support/run.ts";

test("kind, name and owner are enough: the rest are defaults, and the tree is shown", async () => {
  const dir = emptyFolder();

  const { code, stdout, stderr } = await newService([
    "gateway",
    "orders",
    "--owner",
    "payments",
    "--dir",
    dir,
  ]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/Wrote \d+ files/);
  expect(stdout).toMatch(/index\.ts +\d+ B/);
  expect(everythingIn(dir)).toContain("services/orders/src/greet.ts");
});

test("every answer has a flag, and the record holds them all", async () => {
  const dir = emptyFolder();
  const flags = [
    "--name=orders",
    "--owner=shop",
    "--description=Takes orders",
    "--region=us-east-1",
    "--api=http",
    "--path=/o",
    "--table=o",
  ];

  const { code } = await newService(["--kind=gateway", ...flags, "--dir", dir]);

  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(dir, "services/orders/service.json"), "utf8"))).toEqual({
    kind: "gateway",
    answers: {
      name: "orders",
      owner: "shop",
      description: "Takes orders",
      region: "us-east-1",
      api: "http",
      path: "/o",
      table: "o",
    },
    templates: { folder: "gateway/http-table", version: expect.stringMatching(/^[0-9a-f]{12}$/) },
  });
});

test("--dry-run shows the tree with sizes and writes nothing", async () => {
  const dir = emptyFolder();
  const args = ["event", "orders", "--owner", "payments", "--dir", dir, "--dry-run"];

  const people = await newService(args);
  const program = await newService([...args, "--json"]);

  expect(people).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Would write \d+ files.*nothing is written/),
  });
  const planned = JSON.parse(program.stdout);
  expect(planned).toMatchObject({ status: "planned", kind: "event", name: "orders" });
  expect(planned.files).toContainEqual({ path: "src/on-message.ts", bytes: expect.any(Number) });
  expect(everythingIn(dir)).toEqual([]);
});

test("what --dry-run says is what is then written, to the byte", async () => {
  const dir = emptyFolder();
  const args = ["pipeline", "orders", "--owner", "payments", "--dir", dir, "--json"];

  const planned = JSON.parse((await newService([...args, "--dry-run"])).stdout);
  const written = JSON.parse((await newService(args)).stdout);

  expect(written).toEqual({ ...planned, status: "written" });
  for (const { path, bytes } of written.files)
    expect(readFileSync(join(written.folder, path)).length, path).toBe(bytes);
});

test("without a terminal, all that is missing and wrong is listed at once, with exit code 2", async () => {
  const dir = emptyFolder();

  const { code, stderr } = await newService([
    "cron",
    "--timezone",
    "Nowhere",
    "--tabel",
    "x",
    "--owner",
    "--dir",
    dir,
  ]);

  expect(code).toBe(2);
  for (const words of [
    "--tabel: There is no such flag; did you mean --table",
    "--owner: It needs a value",
    "--name: It is missing",
    "--schedule: It is missing",
    "Nowhere",
  ])
    expect(stderr).toContain(words);
  expect(stderr).toContain("5 problem(s)");
  expect(everythingIn(dir)).toEqual([]);
});

test("--json gives problems as an object too, each with the answer it is about", async () => {
  const { code, stdout } = await newService(["gateway", "X", "--json", "--owner", "payments"]);

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    type: "error",
    status: "bad-input",
    message: expect.stringMatching(/^2 problem\(s\):\n {2}- --name: /),
    problems: [{ where: "--name" }, { where: "--name" }],
  });
});

test("a name that is taken ends with exit code 3, in a dry run too", async () => {
  const dir = emptyFolder();
  const args = ["gateway", "orders", "--owner", "payments", "--dir", dir];
  await newService(args);
  const before = everythingIn(dir);

  expect(await newService(args)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Choose another name"),
  });
  expect(await newService([...args, "--dry-run"])).toMatchObject({ code: 3 });
  expect(await newService([...args, "--json"])).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('"exists"'),
  });
  expect(everythingIn(dir)).toEqual(before);
});

test.each([
  ["answers.json", '{"kind":"pipeline","name":"orders","owner":"payments","steps":["charge","ship"]}'],
  ["answers.yaml", "kind: pipeline\nname: orders\nowner: payments\nsteps: [charge, ship]\n"],
])("answers can come from %s, and a flag goes before the file", async (file, content) => {
  const dir = emptyFolder();
  writeFileSync(join(dir, file), content);

  const { code, stderr } = await newService(["--answers", join(dir, file), "--owner", "shop", "--dir", dir]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const record = JSON.parse(readFileSync(join(dir, "services/orders/service.json"), "utf8"));
  expect(record.answers).toMatchObject({ owner: "shop", steps: ["charge", "ship"] });
});

test.each([
  [
    "unknown.json",
    '{"kind":"gateway","name":"orders","owner":"payments","colour":"red"}',
    /--colour: It is no answer of the kind gateway/,
  ],
  [
    "typed.json",
    '{"kind":"gateway","name":true,"owner":{"team":"x"}}',
    /--name: true given[\s\S]*--owner: {"team":"x"} given/,
  ],
  ["broken.json", "{", /--answers: .*can't be read/],
  ["list.yaml", "- gateway", /holds no object of answers/],
  ["answers.toml", "", /neither .json nor .yaml/],
])("an answers file %s with mistakes is refused, and says which", async (file, content, words) => {
  const dir = emptyFolder();
  writeFileSync(join(dir, file), content);

  const { code, stderr } = await newService(["--answers", join(dir, file), "--dir", dir]);

  expect(code).toBe(2);
  expect(stderr).toMatch(words);
  expect(everythingIn(dir)).toEqual([file]);
});

test("an answers file that isn't there is refused by its name", async () => {
  const { code, stderr } = await newService(["gateway", "orders", "--answers", "nowhere.json"]);

  expect(code).toBe(2);
  expect(stderr).toContain("nowhere.json");
});

test.each([
  ["twice", ["gateway", "orders", "--owner", "a-team", "--owner", "b-team"], /--owner: It is given twice/],
  ["in two places", ["gateway", "orders", "--name", "users", "--owner", "a-team"], /name: It is given twice/],
  [
    "too many",
    ["gateway", "orders", "users", "--owner", "a-team"],
    /Only kind and name go without a flag; 3 given/,
  ],
  [
    "a value for a switch",
    ["gateway", "orders", "--owner", "a-team", "--yes=please"],
    /--yes: It takes no value/,
  ],
])("a command line with an argument given %s is refused", async (_, args, words) => {
  const { code, stdout, stderr } = await newService(args);

  expect(code).toBe(2);
  expect(stdout + stderr).toMatch(words);
});

test("--help names kinds, flags and exit codes; with a kind, its answers", async () => {
  const all = await newService(["--help"]);
  const one = await newService(["cron", "--help"]);

  expect(all.code).toBe(0);
  for (const words of ["gateway", "event", "cron", "pipeline", "--dry-run", "--answers", "130  interrupted"])
    expect(all.stdout).toContain(words);
  for (const words of ["--schedule", "(required)", "--timezone"]) expect(one.stdout).toContain(words);
});

test("inquirer and plop are not loaded when there is nothing to ask", async () => {
  const dir = emptyFolder();
  const args = ["gateway", "orders", "--owner", "payments", "--dir", dir];

  const { code, stderr } = await newService(args, {
    NODE_OPTIONS: "--import=./test/generators/support/loaded.mjs",
  });

  expect(code).toBe(0);
  const loaded: string[] = JSON.parse(/loaded (.*)/.exec(stderr)![1]!);
  expect(loaded).toContain("handlebars");
  expect(loaded.filter((name) => /plop|inquirer|pulumi/.test(name))).toEqual([]);
});

test("a folder for --dir that isn't there is bad input, and isn't made", async () => {
  const dir = join(emptyFolder(), "nowhere");

  const { code, stderr } = await newService(["gateway", "orders", "--owner", "payments", "--dir", dir]);

  expect(code).toBe(2);
  expect(stderr).toContain(`--dir: There is no folder ${JSON.stringify(dir)}`);
  expect(existsSync(dir)).toBe(false);
});
