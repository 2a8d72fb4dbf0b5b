import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformDir as root } from "../../../platform/values/places.ts";

export interface Call {
  /** `gh api ...`, as one line. */
  readonly line: string;
  readonly stdin: string;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly Call[];
}

/** Answers of a stand-in by a pattern of its arguments; the first that fits counts. */
export type Answers = readonly (readonly [pattern: RegExp, output: string, code?: number])[];

/**
 * A folder whose `gh`, `npm` and `pulumi` answer what a test gives, note each call, and know no network; gone when it is
 * used no more.
 */
export class StandIns implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), "stand-ins-"));

  constructor(answers: Readonly<Partial<Record<"gh" | "npm" | "pulumi", Answers>>>) {
    writeFileSync(join(this.dir, "calls"), "");
    for (const file of ["gh", "npm", "pulumi"] as const) {
      const rows = (answers[file] ?? []).map(([pattern, output, code = 0]) => [pattern.source, output, code]);
      const path = join(this.dir, file);
      writeFileSync(path, script(file, rows, join(this.dir, "calls")));
      chmodSync(path, 0o755);
    }
  }

  /** Runs a step as a runner does, in this repository's root. */
  run(command: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const path = [this.dir, join(process.execPath, ".."), process.env.PATH].join(":");
    return new Promise((resolve) => {
      execFile(
        "bash",
        // "bash" as a step's shell ("Workflow syntax for GitHub Actions", `defaults.run.shell`).
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        { cwd: root, env: { HOME: this.dir, PATH: path, ...env } },
        (error, out, err) => {
          const code = error ? Number(error.code ?? 1) : 0;
          resolve({ code, out, err, calls: this.#calls() });
        },
      );
    });
  }

  /** A file's place in the folder. */
  file(name: string, content?: string): string {
    const path = join(this.dir, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  }

  #calls(): Call[] {
    return readFileSync(join(this.dir, "calls"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Call);
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const script = (name: string, rows: readonly unknown[], calls: string) => `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2).join(" ");
const stdin = /--input -/.test(args) ? readFileSync(0, "utf8") : "";
appendFileSync(${JSON.stringify(calls)}, JSON.stringify({ line: ${JSON.stringify(name)} + " " + args, stdin }) + "\\n");
const row = ${JSON.stringify(rows)}.find(([pattern]) => new RegExp(pattern).test(args));
if (!row) {
  console.error(${JSON.stringify(name)} + " was not expected to get: " + args);
  process.exit(97);
}
process.stdout.write(row[1]);
process.exitCode = row[2];
`;
