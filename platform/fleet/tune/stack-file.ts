import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { UsageError } from "../../values/problems.ts";
import type { Service } from "../services.ts";

/** A change of a stack's file that isn't written yet. */
export interface FileChange {
  readonly stage: string;
  readonly file: string;
  /** Undefined where there is no such file yet. */
  readonly before: string | undefined;
  readonly after: string;
}

type Values = Readonly<Record<string, number>>;

/** Settings of one function of a service. */
interface Settings {
  readonly service: string;
  readonly name: string;
  readonly values: Values;
}

/** The stack's file of a stage with these settings of one function; comments, order and everything else stay. */
export function changeOf(service: Service, stage: string, name: string, values: Values): FileChange {
  const file = join(service.dir, `Pulumi.${stage}.yaml`);
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return {
    stage,
    file,
    before,
    after: withSettings(before ?? "", { service: service.name, name, values }, file),
  };
}

/** A list that isn't indented below its key. */
const flushList = /^( *)[^\s#-][^\n]*:[ \t]*(#[^\n]*)?\r?\n\1- /m;

/** The text of a stack's file with settings of one function. */
export function withSettings(text: string, { service, name, values }: Settings, file = "The file"): string {
  const document = parseDocument(text);
  if (document.errors.length > 0)
    throw new UsageError(`${file} can't be read: ${document.errors[0]!.message}`);
  const key = document.hasIn(["config", "functions"]) ? "functions" : `${service}:functions`;
  for (const path of [["config"], ["config", key], ["config", key, name]]) {
    const node: unknown = document.getIn(path, true);
    // A key without a value is as good as none.
    const empty = node === undefined || document.getIn(path) === null;
    if (!empty && !isMap(node)) throw new UsageError(`${file}: ${path.join(".")} is no YAML object.`);
    if (empty) document.setIn(path, document.createNode({}));
    const made = document.getIn(path, true);
    if (empty && isMap(made)) made.flow = false;
  }
  for (const [setting, value] of Object.entries(values))
    document.setIn(["config", key, name, setting], value);
  const written = document.toString({ lineWidth: 0, indentSeq: !flushList.test(text) });
  return text.includes("\r\n") ? written.replaceAll(/\r?\n/g, "\r\n") : written;
}

/** Writes a file as a whole or not at all. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Puts a file back as it was before a change. */
export function restore({ file, before }: FileChange): void {
  if (before === undefined) rmSync(file, { force: true });
  else writeWhole(file, before);
}

/** Lines that go (`-`) and come (`+`), with a line around them. */
export function diffLines({ before = "", after }: Pick<FileChange, "before" | "after">): string[] {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/)) as [string[], string[]];
  let first = 0;
  while (first < old.length && first < now.length && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < Math.min(old.length, now.length) - first && old.at(-1 - last) === now.at(-1 - last))
    last += 1;
  const between = (lines: string[]) => lines.slice(first, lines.length - last);
  return [
    ...now.slice(Math.max(0, first - 2), first).map((line) => `  ${line}`),
    ...between(old).map((line) => `- ${line}`),
    ...between(now).map((line) => `+ ${line}`),
    ...now.slice(now.length - last, now.length - last + 1).map((line) => `  ${line}`),
  ].filter((line) => line.trim() !== "");
}
