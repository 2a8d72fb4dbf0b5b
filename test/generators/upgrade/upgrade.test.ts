import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { baseFile } from "../../../generators/record.ts";
import type { PlannedFile } from "../../../generators/render/file.ts";
import { upgradeOf } from "../../../generators/upgrade/upgrade.ts";
import { UsageError } from "../../../platform/values/problems.ts";
import { contentsOf, planned, upgrade, writeAll, writeOlder } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";
import { typical } from "../support/services.ts";

const all = typical.map((service) => [service[0], service[1].name!, service] as const);
const heartbeat = typical.find(([, { name }]) => name === "heartbeat")!;

/** As templates of another time: another line here and there, a file less, and one that is gone by now. */
const ofAnotherTime = (files: readonly PlannedFile[]): PlannedFile[] => [
  ...files
    .filter(({ path }) => path !== "catalog-info.yaml")
    .map(({ path, content }, i) => ({
      path,
      content: content
        .split("\n")
        .flatMap((line, j, lines) =>
          // What people append must not touch a change.
          j > lines.length - 4
            ? [line]
            : (i + j) % 5 === 0
              ? [`was ${line}`]
              : (i + j) % 11 === 0
                ? []
                : [line],
        )
        .join("\n"),
    })),
  { path: "src/old/gone.ts", content: "export {};\n" },
];

const serviceOf = (name: string) => join(emptyFolder(), name);
const latin1 = (files: readonly PlannedFile[]) =>
  Object.fromEntries(files.map(({ path, content }) => [path, Buffer.from(content).toString("latin1")]));

test.each(all)(
  "an untouched %s (%s) of older templates becomes what its templates make now, file by file",
  (_, name, service) => {
    const folder = serviceOf(name);
    writeOlder(folder, service, ofAnotherTime);

    expect(upgradeOf(folder).status).toBe("behind");
    upgrade(folder);

    expect(contentsOf(folder)).toEqual(latin1(planned(service)));
    expect(upgradeOf(folder)).toMatchObject({ status: "current", changes: [], record: [] });
  },
);

test("what people wrote and deleted stays, and what their template had is merged beside it", () => {
  const folder = serviceOf("heartbeat");
  writeOlder(folder, heartbeat, ofAnotherTime);
  const kept = "// Ours: \u00e9\r\n";
  appendFileSync(join(folder, "src/run.ts"), kept);
  appendFileSync(join(folder, "src/old/gone.ts"), kept);
  writeFileSync(join(folder, "src/ours.ts"), kept);
  rmSync(join(folder, "events/run.json"));

  const { changes } = upgrade(folder);

  const outcomes = Object.fromEntries(changes.map(({ path, outcome }) => [path, outcome]));
  expect(outcomes).toMatchObject({
    "src/run.ts": "merged",
    "src/old/gone.ts": "kept",
    "events/run.json": "left-out",
    "catalog-info.yaml": "added",
    "index.ts": "updated",
  });
  expect(outcomes).not.toHaveProperty("src/ours.ts");
  const now = contentsOf(folder);
  const written = latin1(planned(heartbeat));
  const bytes = Buffer.from(kept).toString("latin1");
  expect(now["src/run.ts"]).toBe(written["src/run.ts"] + bytes);
  expect(now["src/old/gone.ts"]).toBe(`export {};\n${bytes}`);
  expect(now["src/ours.ts"]).toBe(bytes);
  expect(now).not.toHaveProperty(["events/run.json"]);
  expect(upgradeOf(folder).changes).toEqual([]);
});

test("a file whose line ends Git changed for Windows follows its template, and keeps them", () => {
  const folder = serviceOf("heartbeat");
  writeOlder(folder, heartbeat, ofAnotherTime);
  for (const [path, content] of Object.entries(contentsOf(folder)))
    writeFileSync(join(folder, path), content.replaceAll("\n", "\r\n"), "latin1");

  upgrade(folder);

  expect(contentsOf(folder)["src/run.ts"]).toBe(
    latin1(planned(heartbeat))["src/run.ts"]!.replaceAll("\n", "\r\n"),
  );
  expect(upgradeOf(folder).changes).toEqual([]);
});

test("a file that people replaced by something else than text stays, and the template's stands beside it", () => {
  const folder = serviceOf("heartbeat");
  writeOlder(folder, heartbeat, ofAnotherTime);
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
  writeFileSync(join(folder, "events/run.json"), image);

  const { changes } = upgrade(folder);

  expect(changes.filter(({ outcome }) => outcome === "binary").map(({ path }) => path)).toEqual([
    "events/run.json",
  ]);
  expect(readFileSync(join(folder, "events/run.json"))).toEqual(image);
  expect(contentsOf(folder)["events/run.json.new"]).toBe(latin1(planned(heartbeat))["events/run.json"]);
});

test("a service from before its files were kept is merged without them: what differs is in conflict", () => {
  const folder = serviceOf("heartbeat");
  writeOlder(folder, heartbeat, (files) =>
    files.map(({ path, content }) => ({
      path,
      content: path === "index.ts" ? `${content}more();\n` : content,
    })),
  );
  rmSync(join(folder, baseFile));

  const { changes } = upgrade(folder);

  expect(changes).toMatchObject([{ path: "index.ts", outcome: "conflict" }]);
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toMatch(
    /<<<<<<< yours\nmore\(\);\n=======\n>>>>>>> template\n$/,
  );
});

test("a service from before its files were kept, of today's templates, only gets them", () => {
  const folder = serviceOf("heartbeat");
  writeAll(folder, planned(heartbeat));
  rmSync(join(folder, baseFile));
  appendFileSync(join(folder, "index.ts"), "more();\n");

  expect(upgrade(folder)).toMatchObject({ status: "behind", changes: [] });

  expect(upgradeOf(folder).status).toBe("current");
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toMatch(/more\(\);\n$/);
});

test("an answer that is changed in the record is a change of the service", () => {
  const folder = serviceOf("heartbeat");
  writeAll(folder, planned(heartbeat));
  const record = join(folder, "service.json");
  writeFileSync(record, readFileSync(record, "utf8").replace("rate(5 minutes)", "rate(7 minutes)"));

  upgrade(folder);

  const [kind, told] = heartbeat;
  expect(contentsOf(folder)).toEqual(latin1(planned([kind, { ...told, schedule: "rate(7 minutes)" }])));
});

test.each([
  ["service.json", "{", /service\.json: it can't be read: .*Restore it from version control\.$/],
  ["service.json", "[]", /service\.json: kind, answers and templates are expected in it/],
  [
    "service.base",
    "nonsense",
    /service\.base: it belongs to templates of no version, and service\.json to \w+/,
  ],
])("a damaged %s (%s) is refused with its path and the remedy", (path, content, message) => {
  const folder = serviceOf("heartbeat");
  writeAll(folder, planned(heartbeat));
  writeFileSync(join(folder, path), content);

  expect(() => upgradeOf(folder)).toThrow(message);
});

test("answers that today's questions refuse are reported together, each with its place", () => {
  const folder = serviceOf("heartbeat");
  writeAll(folder, planned(heartbeat));
  const record = join(folder, "service.json");
  const { answers, ...rest } = JSON.parse(readFileSync(record, "utf8"));
  const { owner: _, ...others } = answers;
  writeFileSync(record, JSON.stringify({ ...rest, answers: { ...others, name: "other", colour: "red" } }));

  const refused = () => upgradeOf(folder);

  expect(refused).toThrow(UsageError);
  for (const problem of [
    /answers\.owner: It is missing/,
    /answers\.colour: /,
    /answers\.name: .*rename-service/,
  ])
    expect(refused).toThrow(problem);
});
