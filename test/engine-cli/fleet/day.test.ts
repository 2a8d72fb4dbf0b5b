import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ImpactJson } from "../../../platform/fleet/impact/report/json.ts";
import { Workspace } from "../cli.ts";

const stage = "staging";

/** A repository of one's own, the commands that people type in it, and their edits. */
function repository() {
  const workspace = new Workspace();
  onTestFinished(() => workspace.remove());
  const succeeds = async (command: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await workspace.run(command, args);
    expect(code, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
    return stdout;
  };
  const script = (name: string) => join(workspace.dir, "platform/commands", `${name}.ts`);
  const run = (name: string, ...args: string[]) => succeeds(process.execPath, [script(name), ...args]);
  return {
    workspace,
    run,
    runAnyhow: (name: string, ...args: string[]) => workspace.run(process.execPath, [script(name), ...args]),
    fleet: async (...args: string[]): Promise<Record<string, string>> => {
      const { services } = JSON.parse(await run("fleet", ...args, "--stage", stage, "--json"));
      return Object.fromEntries(
        services.map(({ service, status }: Record<string, string>) => [service, status]),
      );
    },
    async commit(message: string): Promise<void> {
      const person = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
      await succeeds("git", ["add", "--all"]);
      await succeeds("git", [...person, "commit", "--quiet", "--message", message]);
    },
    begin: () => succeeds("git", ["init", "--quiet", "--initial-branch", "main"]),
    edit(file: string, from: string | RegExp, to: string): void {
      const path = join(workspace.dir, file);
      const text = readFileSync(path, "utf8");
      const changed = text.replace(from, to);
      expect(changed, `${from} in ${file}`).not.toBe(text);
      writeFileSync(path, changed);
    },
    read: (file: string) => readFileSync(join(workspace.dir, file), "utf8"),
    /** What the real CLI would do to a service, as `operation urn: arguments`. */
    async previewed(service: string): Promise<string[]> {
      const dir = join(workspace.dir, "services", service);
      const { steps } = JSON.parse(await workspace.pulumi(dir, "preview", "--stack", stage, "--json"));
      return (
        (steps as { op: string; urn: string; diffReasons?: string[] }[])
          // A reference to a stack is read each time.
          .filter(({ op }) => op !== "same" && op !== "read")
          .map(({ op, urn, diffReasons = [] }) => `${op} ${urn}: ${[...diffReasons].sort()}`)
          .sort()
      );
    },
  };
}

/** The same of a report of `npm run impact`. */
const foretold = ({ services }: ImpactJson, name: string): string[] =>
  services
    .filter(({ service }) => service === name)
    .flatMap(({ changes }) =>
      changes.map(({ operation, urn, properties }) => {
        const names = new Set(properties.map(({ path }) => /^[^.[]+/.exec(path)?.[0]));
        return `${operation} ${urn}: ${[...names].sort()}`;
      }),
    )
    .sort();

test("a day of the platform team: scaffold, deploy, change a default, upgrade, rename, remove, destroy", async () => {
  const { workspace, run, runAnyhow, fleet, commit, begin, edit, read, previewed } = repository();

  // Three services, one of which uses the queue of another.
  await run("new-service", "event", "jobs", "--source", "sqs", "--owner", "work", "--yes");
  await run("new-service", "gateway", "shop", "--owner", "sales", "--yes");
  await run("new-service", "cron", "nightly", "--schedule", "rate(1 day)", "--owner", "work", "--yes");
  edit(
    "services/jobs/index.ts",
    "export type Env",
    "export const links = { jobs: messages.source.queue.send };\nexport type Env",
  );
  edit("services/shop/index.ts", "import { Gateway }", "import { Gateway, linksOf }");
  edit(
    "services/shop/index.ts",
    'const api = new Gateway("api", {\n',
    'const { jobs } = await linksOf<typeof import("../jobs/index.ts")>("jobs");\n\nconst api = new Gateway("api", {\n  link: [jobs],\n',
  );
  writeFileSync(
    join(workspace.dir, ".gitignore"),
    "node_modules\n/state\n/home\n/account\n.pulumi\n.cache\n",
  );
  await begin();
  await commit("Three services");

  expect(await fleet("up", "--yes")).toEqual({ jobs: "changed", shop: "changed", nightly: "changed" });
  expect(await fleet("up", "--yes")).toEqual({ jobs: "unchanged", shop: "unchanged", nightly: "unchanged" });

  // A default changes: what impact says is what the real CLI says then, for each stack.
  edit("platform/defaults.ts", /^( {4}timeout: )10,/m, "$112,");
  const report: ImpactJson = JSON.parse(await run("impact", "--base", "HEAD", "--stage", stage, "--json"));
  expect(report.losesData).toEqual([]);
  expect(foretold(report, "shop")).toContainEqual(expect.stringMatching(/^update .*-function: timeout$/));
  for (const service of ["jobs", "shop", "nightly"])
    expect(foretold(report, service), service).toEqual(await previewed(service));
  await commit("Functions have two seconds more");

  // The templates change, and services follow, with what people wrote in them.
  edit(
    "templates/gateway/http/index.ts.hbs",
    "export const url",
    "/** Where it answers. */\nexport const url",
  );
  expect((await runAnyhow("upgrade-services", "--check")).code).toBe(1);
  await run("upgrade-services");
  expect(read("services/shop/index.ts")).toContain("link: [jobs]");
  expect(read("services/shop/index.ts")).toContain("/** Where it answers. */");
  await run("upgrade-services", "--check");
  await commit("Templates say what the output is");
  expect(await fleet("up", "--yes")).toMatchObject({
    jobs: "unchanged",
    shop: "changed",
    nightly: "unchanged",
  });
  expect(await fleet("up", "--yes")).toEqual({ jobs: "unchanged", shop: "unchanged", nightly: "unchanged" });

  // One is renamed, and keeps what it has.
  const before = workspace.account();
  await run("rename-service", "nightly", "night-shift", "--stacks");
  await commit("nightly is night-shift");
  expect(await fleet("up", "--yes")).toMatchObject({ "night-shift": "changed" });
  expect(workspace.account()).toEqual(before);

  // One is removed, once nothing of it is deployed.
  expect(await runAnyhow("remove-service", "shop")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`shop/${stage}: it holds`),
  });
  await fleet("destroy", "shop", "--yes", "--remove");
  await commit("shop has no stack");
  await run("remove-service", "shop");
  await commit("shop is gone");

  expect(await fleet("destroy", "--yes", "--remove")).toMatchObject({
    jobs: "changed",
    "night-shift": "changed",
  });
  expect(workspace.account()).toEqual([]);
});
