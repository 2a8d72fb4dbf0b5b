import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { watchProcesses } from "./processes.ts";
import type { Row } from "./table.ts";

const root = join(import.meta.dirname, "..");

/** Numbers of services; `IMPACT_SERVICES=1,50` measures others. */
const counts = (process.env.IMPACT_SERVICES ?? "1,50,200,1000").split(",").map(Number);

/** About what an example service has: an API's function with its parts, a table, a queue with its function. */
const program = `import { Event, Gateway, Table } from "#platform";

const items = new Table("items", { partitionKey: "id" });
new Gateway("api", { routes: { "GET /items/{id}": { handler: "src/handler.ts", link: [items.read] } } });
new Event("jobs", { source: { type: "sqs" }, handler: "src/handler.ts", link: [items.put] });
`;

/**
 * Impact over repositories of many services, from process start: when a default changes that all of them have, with nothing kept, with
 * the base kept, again with all kept; and when one service changes. Bundles are there. Beside it, where PACKS names a folder with
 * aws-cdk-lib (`bash .ci/build-packs` prints one), `cdk synth` of about the same resources: one version of them, and no comparison.
 */
export async function impact(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of counts) {
    const dir = workspace(count);
    try {
      const group = `impact, ${count} service${count === 1 ? "" : "s"}`;
      const defaults = join(dir, "platform/defaults.ts");
      const original = readFileSync(defaults, "utf8");
      const run = async (what: string, measured = impactIn(dir)) => {
        const { ms, cpuMs, megabytes } = await measured;
        rows.push({ group, what, value: ms, unit: "ms" });
        rows.push({ group, what: "- processor time", value: cpuMs, unit: "ms" });
        rows.push({ group, what: "- memory of all processes", value: megabytes, unit: "MB" });
      };
      // Bundles, and Node's compiled code.
      await impactIn(dir);
      rmSync(join(dir, "cache"), { recursive: true, force: true });
      await run("nothing kept, nothing changed");
      await run("kept, nothing changed");
      writeFileSync(defaults, original.replace(/timeout: 10\b/, "timeout: 11"));
      await run("base kept, a default of all services changed");
      await run("all kept, the same again");
      rmSync(join(dir, "cache/lambda-platform/impact/runs"), { recursive: true });
      await run("nothing kept, a default of all services changed");
      writeFileSync(defaults, original);
      appendFileSync(join(dir, "services/s0/index.ts"), "export const changed = 1;\n");
      await run("base kept, one service changed");
      const { PACKS } = process.env;
      if (PACKS !== undefined) await run("cdk synth", synth(count, PACKS, join(dir, "cdk.out")));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return rows;
}

/** A repository with a copy of the platform and so many services. */
function workspace(count: number): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const dir = mkdtempSync(join(realpathSync(root), ".tmp", "impact-"));
  for (const part of ["platform", "package.json", "package-lock.json"])
    cpSync(join(root, part), join(dir, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  for (let i = 0; i < count; i++) {
    const service = join(dir, "services", `s${i}`);
    mkdirSync(join(service, "src"), { recursive: true });
    writeFileSync(
      join(service, "Pulumi.yaml"),
      `name: s${i}\nruntime: nodejs\nmain: index.ts\nconfig:\n  owner: bench\n`,
    );
    writeFileSync(join(service, "Pulumi.prod.yaml"), "config:\n  aws:region: eu-west-1\n");
    writeFileSync(join(service, "index.ts"), program);
    writeFileSync(
      join(service, "src/handler.ts"),
      `export const handler = async () => ({ statusCode: 200, body: "${i}" });\n`,
    );
  }
  writeFileSync(join(dir, ".gitignore"), "node_modules\ncache\n");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], {
      cwd: dir,
    });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "-m", "bench");
  return dir;
}

type Measured = ReturnType<ReturnType<typeof watchProcesses>["stop"]> & { readonly ms: number };

const impactIn = (dir: string): Promise<Measured> =>
  measure(["platform/run.mjs", "platform/commands/impact.ts", "--base", "HEAD", "--json"], dir, {
    XDG_CACHE_HOME: join(dir, "cache"),
  });

/** In the Node that runs this one, with a cache of what it compiles, as impact has. */
async function synth(count: number, packs: string, out: string): Promise<Measured> {
  const command = [join(import.meta.dirname, "cdk-app.cjs"), String(count), out];
  const env = { NODE_COMPILE_CACHE: join(dirname(out), "cache", "cdk") };
  await measure([command[0]!, "1", out], packs, env);
  return measure(command, packs, env);
}

function measure(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  const start = performance.now();
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const watched = watchProcesses(child.pid!);
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      const use = watched.stop();
      if (code === 0) resolve({ ms: performance.now() - start, ...use });
      else reject(new Error(`${command[0]} ended with ${code}`));
    });
  });
}
