import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Graph, ProgramError, type RunOptions, runProgram } from "../../../platform/engine/index.ts";
import { awsProvider } from "../../../platform/provider/index.ts";

const packages = ["aws", "pulumi"]
  .map((name) => `import * as ${name} from ${JSON.stringify(import.meta.resolve(`@pulumi/${name}`))};\n`)
  .join("");

/** A project's folder; the text of `index.ts` finds the SDK as `aws` and `pulumi`. */
export interface Project extends Disposable {
  readonly dir: string;
  /** Replaces the program, as a save does. */
  save(program: string): void;
  run(options?: Partial<RunOptions>): Promise<Graph>;
  /** The error that the program fails with. */
  failure(options?: Partial<RunOptions>): Promise<ProgramError>;
}

export function project(program: string, files: Readonly<Record<string, string>> = {}): Project {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  for (const [file, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files }))
    write(file, text);
  const save = (text: string) => write("index.ts", packages + text);
  save(program);
  const run = (options: Partial<RunOptions> = {}) =>
    runProgram({ project: "shop", stack: "dev", dir, provider: awsProvider(), ...options });
  return {
    dir,
    save,
    run,
    async failure(options) {
      const graph = await run(options).catch((error: unknown) => error);
      if (graph instanceof ProgramError) return graph;
      throw graph instanceof Error ? graph : new Error("the program ended well");
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}
