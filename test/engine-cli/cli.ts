import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { platformDir as root } from "../../platform/values/places.ts";
import { Account } from "./plugins/account.ts";

/** Where the pulumi CLI is: `PULUMI_BIN`, else PATH. Throws, saying how to get one. */
export function pulumiBinary(): string {
  const named = process.env.PULUMI_BIN;
  const candidates = named
    ? [named]
    : (process.env.PATH ?? "").split(delimiter).map((dir) => join(dir, "pulumi"));
  const found = candidates.find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    `${named ? `PULUMI_BIN names ${named}, which isn't there` : "There is no pulumi on PATH"}. ` +
      "Install the CLI (https://www.pulumi.com/docs/install/), or set PULUMI_BIN to its file, and run this again.",
  );
}

/** Makes the folder of a service's project, with a stack in eu-west-1. */
export function writeProject(dir: string, name: string, stage: string): void {
  const project = `name: ${name}
description: A service of a test.
main: index.ts
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --import tsx
config:
  owner: crew
`;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "Pulumi.yaml"), project);
  writeFileSync(join(dir, `Pulumi.${stage}.yaml`), "config:\n  aws:region: eu-west-1\n");
}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A copy of the repository without its services, in a temporary folder: tests change its defaults and add services. What the CLI keeps (state, plugins, settings) is in the same folder.
 */
export class Workspace {
  readonly dir: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `env` is what programs find in their environment besides; `modules` their packages, by default those of this checkout. */
  constructor(env: NodeJS.ProcessEnv = {}, modules = join(root, "node_modules")) {
    this.dir = realpathSync(mkdtempSync(join(tmpdir(), "platform-engine-")));
    for (const entry of [
      "platform",
      "generators",
      "templates",
      "package.json",
      "tsconfig.json",
      "biome.json",
      "Pulumi.yaml",
    ])
      cpSync(join(root, entry), join(this.dir, entry), { recursive: true });
    this.useModules(modules);
    mkdirSync(join(this.dir, "services"));
    mkdirSync(join(this.dir, "state"));
    const cli = dirname(pulumiBinary());
    // An installed CLI has its Node language host beside it; one that was built may not.
    const host = existsSync(join(cli, "pulumi-language-nodejs")) ? [] : [join(import.meta.dirname, "host")];
    const path = [join(import.meta.dirname, "bin"), ...host, cli];
    this.#env = {
      ...env,
      HOME: this.dir,
      // Plugins of this test are TypeScript; programs run on the machine's own Node.
      TEST_NODE: process.execPath,
      TEST_ACCOUNT: join(this.dir, "account"),
      PULUMI_HOME: join(this.dir, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.dir, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for-tests-only",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PATH: [...path, process.env.PATH].join(delimiter),
    };
  }

  /** From here on programs find these packages. */
  useModules(modules: string): void {
    rmSync(join(this.dir, "node_modules"), { force: true });
    symlinkSync(modules, join(this.dir, "node_modules"));
  }

  /** Runs a command in a folder of the workspace and gives what it printed. */
  run(command: string, args: readonly string[], cwd = this.dir): Promise<Result> {
    return new Promise((resolve) => {
      const options = { cwd, env: this.#env, maxBuffer: 100 * 2 ** 20 };
      execFile(command, args, options, (error, stdout, stderr) => {
        resolve({ code: error ? (typeof error.code === "number" ? error.code : 1) : 0, stdout, stderr });
      });
    });
  }

  /** Starts a command in the workspace's folder; what it prints is thrown away. */
  start(command: string, args: readonly string[]): ChildProcess {
    return spawn(command, args, { cwd: this.dir, env: this.#env, stdio: "ignore" });
  }

  /** The pulumi CLI in a project's folder; throws with all its output when it fails. */
  async pulumi(project: string, ...args: string[]): Promise<string> {
    const result = await this.run(pulumiBinary(), [...args, "--non-interactive"], project);
    if (result.code !== 0)
      throw new Error(
        `pulumi ${args.join(" ")} ended with ${result.code}\n${result.stdout}\n${result.stderr}`,
      );
    return result.stdout;
  }

  /** A preview as JSON with every step, also of one that ends with an error. */
  preview(project: string): Promise<Result> {
    return this.run(
      pulumiBinary(),
      ["preview", "--json", "--show-replacement-steps", "--non-interactive"],
      project,
    );
  }

  /** Makes a stack and gives the folder of its project. */
  async stack(project: string, stage: string): Promise<string> {
    const dir = join(this.dir, project);
    await this.pulumi(dir, "stack", "init", stage);
    return dir;
  }

  /** What there is in AWS: the names of all stacks' resources, each as `sqs/queue eu-west-1 orders`. */
  account(): string[] {
    return new Account(join(this.dir, "account")).names();
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
