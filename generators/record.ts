import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync, strFromU8, strToU8 } from "fflate";
import { isObject } from "../platform/values/objects.ts";
import { UsageError } from "../platform/values/problems.ts";
import type { PlannedFile } from "./render/file.ts";
import { prettyJson } from "./render/text.ts";

/** What a service was made of, as its service.json has it. */
export interface ServiceRecord {
  readonly kind: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** What the names of its resources begin with, where it isn't its own name. */
  readonly formerName?: string;
  readonly templates: { readonly folder: string; readonly version: string };
}

export const recordFile = "service.json";
/** The files as the generator wrote them, which later versions of them are merged with. */
export const baseFile = "service.base";

/** Contents by path. */
export type Files = ReadonlyMap<string, string>;

export const filesOf = (files: readonly PlannedFile[]): Files =>
  new Map(files.map(({ path, content }) => [path, content]));

/** Both files of the record: the answers, and the files that were made of them. */
export function recordFiles(record: ServiceRecord, files: readonly PlannedFile[]): PlannedFile[] {
  const base = files.filter(({ path }) => !isRecord(path));
  return [
    { path: recordFile, content: `${prettyJson(record)}\n` },
    { path: baseFile, content: baseText(record.templates.version, base) },
  ];
}

export const isRecord = (path: string): boolean => path === recordFile || path === baseFile;

/** Width of lines of base64, as in MIME (RFC 2045). */
const width = 76;

/** By fflate rather than by zlib, whose bytes differ between versions of Node. */
function baseText(version: string, files: readonly PlannedFile[]): string {
  const all = JSON.stringify(files.map(({ path, content }) => [path, content]));
  const packed = Buffer.from(gzipSync(strToU8(all), { level: 9, mtime: 0 })).toString("base64");
  const lines = packed.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return [
    `# What the generator wrote, for npm run upgrade-services: gzip in base64. Templates ${version}.`,
    ...lines,
    "",
  ].join("\n");
}

export interface Recorded {
  readonly record: ServiceRecord;
  /** Undefined for a service that was made before the files were kept. */
  readonly base: Files | undefined;
}

/** The record of a service; undefined for one that was written by hand. Throws a UsageError for a record that can't be used. */
export function readRecord(folder: string): Recorded | undefined {
  const path = join(folder, recordFile);
  if (!existsSync(path)) return undefined;
  const record = readJson(path);
  const basePath = join(folder, baseFile);
  if (!existsSync(basePath)) return { record, base: undefined };
  return { record, base: readBase(readFileSync(basePath, "utf8"), basePath, record.templates.version) };
}

function readJson(path: string): ServiceRecord {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw refusal(path, `it can't be read: ${(error as Error).message}`);
  }
  if (!isServiceRecord(value)) throw refusal(path, "kind, answers and templates are expected in it");
  return value;
}

function isServiceRecord(value: unknown): value is ServiceRecord {
  return (
    isObject(value) &&
    typeof value.kind === "string" &&
    isObject(value.answers) &&
    (value.formerName === undefined || typeof value.formerName === "string") &&
    isObject(value.templates) &&
    typeof value.templates.version === "string"
  );
}

function readBase(text: string, path: string, version: string): Files {
  const [, theirs] = /Templates (\w+)\.\r?\n/.exec(text) ?? [];
  if (theirs !== version)
    throw refusal(
      path,
      `it belongs to templates ${theirs ?? "of no version"}, and ${recordFile} to ${version}; take both from the same revision`,
    );
  try {
    const packed = Buffer.from(text.replace(/^#.*$/gm, ""), "base64");
    return new Map(JSON.parse(strFromU8(gunzipSync(packed))) as [string, string][]);
  } catch {
    throw refusal(path, "it can't be unpacked");
  }
}

const refusal = (where: string, problem: string): UsageError =>
  new UsageError([{ where, problem: `${problem}. Restore it from version control.` }]);
