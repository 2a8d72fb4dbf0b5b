import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type ComparisonOptions,
  compareWith,
} from "../../../../../platform/fleet/impact/revisions/compare-with.ts";
import { platformDir } from "../../../../../platform/values/places.ts";

/** A small platform of its own: programs are run with that of their own version, whatever the engine's is. */
const platform = {
  "package.json": JSON.stringify({
    type: "module",
    private: true,
    imports: { "#platform": "./platform/index.ts" },
  }),
  "platform/index.ts": 'export { defaults } from "./defaults.ts";\nexport { Thing } from "./thing.ts";\n',
  "platform/core/tags.ts": "export const applyTags = () => {};\n",
  "platform/defaults.ts": "export const defaults = { timeout: 10, memory: 256, unused: 1 };\n",
  "platform/thing.ts": `import * as pulumi from "@pulumi/pulumi";

export class Thing extends pulumi.CustomResource {
  constructor(name: string, settings: Record<string, unknown>) {
    super("shop:index:Thing", name, { kind: "thing", ...settings });
  }
}
`,
};

export const stackFile = (value: string) => `config:\n  value: ${value}\n`;
const project = (name: string) => `name: ${name}\nruntime: nodejs\nmain: index.ts\n`;

/** Files of a service, below `services/<name>`. */
export const serviceFiles = (name: string, program: string): Readonly<Record<string, string>> => ({
  [`services/${name}/Pulumi.yaml`]: project(name),
  [`services/${name}/Pulumi.prod.yaml`]: stackFile("one"),
  [`services/${name}/index.ts`]: program,
});

/** A program of one resource. */
export const thing = (settings: string) =>
  `import { defaults, Thing } from "#platform";\nnew Thing("thing", { ${settings} });\nvoid defaults;\n`;

/** A repository with a workspace; `using workspace = new Workspace({ ... })`. */
export class Workspace implements Disposable {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), "impact-")));
  readonly root: string;
  readonly cache: string;
  readonly #below: string;

  /** `below` is the workspace's folder in the repository. */
  constructor(files: Readonly<Record<string, string>>, below = "") {
    this.root = join(this.dir, "repository", below);
    this.cache = join(this.dir, "cache");
    this.#below = below;
    this.write({ ...platform, ...files });
    const packages = join(this.root, "node_modules");
    mkdirSync(packages, { recursive: true });
    symlinkSync(join(platformDir, "node_modules/@pulumi"), join(packages, "@pulumi"));
    this.write({ ".gitignore": "node_modules\n" });
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit("first");
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      writeFileSync(join(this.root, file), text);
    }
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }

  git(...args: readonly string[]): string {
    const identity = [
      "-c",
      "user.name=Ada",
      "-c",
      "user.email=ada@example.com",
      "-c",
      "commit.gpgsign=false",
    ];
    const cwd = join(this.dir, "repository");
    return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: "pipe" }).trim();
  }

  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  impact(options: Partial<ComparisonOptions> = {}) {
    const { root: workspace, cache } = this;
    return compareWith({ workspace, cache, stage: "prod", base: "HEAD", ...options });
  }

  /** Everything of git's own folder that a command could touch: index, refs, list of working trees. */
  gitState(): unknown {
    const of = (...args: readonly string[]) => this.git(...args);
    const folder = join(this.dir, "repository", ".git");
    return [
      of("status", "--porcelain", "--ignored"),
      of("for-each-ref"),
      of("stash", "list"),
      of("worktree", "list"),
      of("count-objects", "-v"),
      readdirSync(folder).sort(),
      this.#below,
    ];
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
