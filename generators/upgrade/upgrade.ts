import { lstatSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Problem, UsageError } from "../../platform/values/problems.ts";
import { textOf } from "../answers/file.ts";
import { check } from "../answers/problems.ts";
import {
  baseFile,
  type Files,
  filesOf,
  isRecord,
  readRecord,
  recordFile,
  type ServiceRecord,
} from "../record.ts";
import { plan } from "../render/render.ts";
import { type Change, needsPeople } from "./changes.ts";
import { changesWithMoves, type Migration, migrations, renamedAnswers } from "./migrations.ts";

/** What a newer version of its templates means for a service. */
export interface Upgrade {
  readonly name: string;
  readonly folder: string;
  /** `unrecorded`: no generator made it, so there is nothing to bring up to date. */
  readonly status: "current" | "behind" | "unrecorded";
  /** Of its files, without those of the record. */
  readonly changes: readonly Change[];
  /** Files of the record, to be written last. */
  readonly record: readonly Change[];
}

/** Compares a service with its templates as they are now. Writes nothing. Throws a UsageError for a record that can't be used. */
export function upgradeOf(folder: string, all: readonly Migration[] = migrations): Upgrade {
  const name = basename(folder);
  const recorded = readRecord(folder);
  if (!recorded) return { name, folder, status: "unrecorded", changes: [], record: [] };
  const { kind } = recorded.record;
  const answers = renamedAnswers(recorded.record.answers, kind, all);
  const next = renderedAgain({ ...recorded.record, answers }, folder);
  const base = recorded.base ?? baseOfSameVersion(recorded.record, next);
  const read = readerOf(folder);
  const changes = changesWithMoves(base, next, read, { kind, all }).filter(({ path }) => !isRecord(path));
  // People write service.json; its form is the generator's.
  const record = [recordFile, baseFile].flatMap((path) => recordChange(path, next.get(path)!, read(path)));
  const moved = base === undefined || differ(base, next);
  const behind = moved || changes.length > 0 || recorded.base === undefined;
  return { name, folder, status: behind ? "behind" : "current", changes, record: behind ? record : [] };
}

/** Whether files other than those of the record differ. */
const differ = (base: Files, next: Files): boolean =>
  [...new Set([...base.keys(), ...next.keys()])].some(
    (path) => !isRecord(path) && base.get(path) !== next.get(path),
  );

/** A service of today's templates from before its files were kept: they are what would be written now. */
function baseOfSameVersion({ templates }: ServiceRecord, next: Files): Files | undefined {
  const { version } = (JSON.parse(next.get(recordFile)!) as ServiceRecord).templates;
  return version === templates.version ? next : undefined;
}

function renderedAgain({ kind, answers, formerName }: ServiceRecord, folder: string): Files {
  const told: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(answers)) {
    const text = textOf(value);
    if (text === undefined)
      problems.push({
        where: name,
        problem: `${JSON.stringify(value)} given; a text or a number is expected.`,
      });
    else told[name] = text;
  }
  const checked = check(kind, told);
  if (!checked.ok) problems.push(...checked.problems);
  if (told.name !== undefined && told.name !== basename(folder))
    problems.push({
      where: "name",
      problem: `It is ${JSON.stringify(told.name)}, and the folder ${basename(folder)}; rename a service by npm run rename-service.`,
    });
  if (problems.length > 0 || !checked.ok)
    throw new UsageError(
      problems.map(({ where, problem }) => ({
        where: join(folder, recordFile),
        problem: `answers.${where}: ${problem} Correct it there.`,
      })),
    );
  return filesOf(plan(checked.kind, checked.answers, formerName));
}

const readerOf = (folder: string) => (path: string) => {
  const file = join(folder, path);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isFile()) return readFileSync(file);
  throw new UsageError([
    {
      where: file,
      problem: "it is no file, and the service's template has one there; move it away, or replace it.",
    },
  ]);
};

function recordChange(path: string, now: string, before: Uint8Array | undefined): Change[] {
  const after = Buffer.from(now);
  if (before === undefined) return [{ path, outcome: "added", after }];
  return Buffer.from(before).equals(after) ? [] : [{ path, outcome: "updated", before, after }];
}

/** Problems that keep a service from being upgraded, as a person has to do something first. */
export function upgradeProblems({ folder, changes }: Upgrade): Problem[] {
  return changes
    .filter(({ outcome }) => outcome === "unresolved")
    .map(({ path }) => ({
      where: join(folder, path),
      problem: "conflicts of an earlier upgrade are still in it; resolve them first.",
    }));
}

/** Paths that have something for people to finish after the upgrade. */
export const unfinished = ({ changes }: Upgrade): string[] =>
  changes.filter(needsPeople).map(({ path }) => path);
