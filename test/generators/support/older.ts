import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Kind } from "../../../generators/kinds/index.ts";
import type { Told } from "../../../generators/kinds/question.ts";
import { isRecord, recordFiles, type ServiceRecord } from "../../../generators/record.ts";
import type { PlannedFile } from "../../../generators/render/file.ts";
import { plan } from "../../../generators/render/render.ts";
import { applyChanges } from "../../../generators/upgrade/apply.ts";
import { upgradeOf } from "../../../generators/upgrade/upgrade.ts";
import { accepted } from "./services.ts";

/** A service as today's templates make it. */
export const planned = ([kind, told]: readonly [Kind, Told]): PlannedFile[] =>
  plan(kind, accepted(kind, told)!);

/** Writes files below a folder. */
export function writeAll(folder: string, files: readonly PlannedFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Writes a service as templates of another time would have made it: `old` gives their files. */
export function writeOlder(
  folder: string,
  service: readonly [Kind, Told],
  old: (files: readonly PlannedFile[]) => readonly PlannedFile[],
): void {
  const files = planned(service);
  const record = JSON.parse(files.find(({ path }) => path === "service.json")!.content) as ServiceRecord;
  const older = old(files.filter(({ path }) => !isRecord(path)));
  const templates = { ...record.templates, version: "0ffe00000000" };
  writeAll(folder, [...older, ...recordFiles({ ...record, templates }, older)]);
}

/** Every file below a folder by its path. */
export function contentsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    entries
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, "latin1")]),
  );
}

/** Brings a service up to date, as the command does. */
export function upgrade(folder: string) {
  const result = upgradeOf(folder);
  applyChanges(folder, [...result.changes, ...result.record]);
  return result;
}
