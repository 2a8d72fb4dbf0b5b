import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./support.ts";

let dir = "";
const tools = dirname(process.execPath);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "fleet-"));
  for (const [name, program] of [
    ["orders", "export {};"],
    ["broken", 'throw new Error("no luck");'],
  ] as const) {
    mkdirSync(join(dir, "services", name), { recursive: true });
    writeFileSync(
      join(dir, "services", name, "Pulumi.yaml"),
      `name: ${name}\nmain: index.mjs\nruntime: nodejs\nconfig:\n  owner: crew\n`,
    );
    writeFileSync(join(dir, "services", name, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
    writeFileSync(join(dir, "services", name, "index.mjs"), program);
  }
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A PATH with a `pulumi` that answers as the real one does. */
function pulumi(version: string, whoami: string): string {
  const bin = mkdtempSync(join(dir, "bin-"));
  writeFileSync(
    join(bin, "pulumi"),
    `#!/bin/sh\ncase $1 in version) echo ${version};; *) ${whoami};; esac\n`,
  );
  chmodSync(join(bin, "pulumi"), 0o755);
  return `${bin}:${tools}:/usr/bin:/bin`;
}

const loggedIn = `echo '{"user":"ann","url":"file:///state"}'`;
/** What version 3.259 prints. */
const loggedOut =
  "echo 'error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions' >&2; exit 1";

const fleet = (args: string, env: Readonly<Record<string, string>> = {}) =>
  runCommand("fleet", args.split(" "), { cwd: dir, env: { PULUMI_CONFIG_PASSPHRASE: "x", ...env } });

describe("npm run fleet refuses, before anything starts,", () => {
  test("a command line with mistakes, all of them together", async () => {
    const { code, out, err } = await fleet("previw --parallel 0 --only affected --remove");
    expect([code, out]).toEqual([2, ""]);
    for (const part of [
      'Say what to do first: preview, up, refresh, destroy, drift; "previw" given. Did you mean preview?',
      "--stage: Name the stage",
      "--parallel: 0 given; 1 to 99 are allowed.",
      "--only affected and --base <revision> go together",
      "--remove: It goes with destroy only.",
    ])
      expect(err).toContain(part);
  });

  test("to change anything without a yes, where there is no terminal to ask on", async () => {
    const { code, err } = await fleet("up --stage dev");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("--yes: Without a terminal to ask on, up needs --yes."),
    ]);
  });

  test("to destroy a protected stage by a mere yes, or by another's name", async () => {
    const mere = await fleet("destroy --stage prod --yes");
    expect(mere.code).toBe(2);
    expect(mere.err).toContain("nothing is destroyed there without --yes-destroy prod.");
    const other = await fleet("destroy --stage prod --yes-destroy dev");
    expect([other.code, other.err]).toEqual([2, expect.stringContaining("--yes-destroy: dev given;")]);
  });

  test("to work without the pulumi CLI", async () => {
    const { code, err } = await fleet("preview orders --stage dev", { PATH: `${tools}:/nowhere` });
    expect([code, err]).toEqual([2, expect.stringContaining("There is no pulumi on PATH. Install the CLI")]);
  });

  test("a CLI that is too old, and one that has no backend, together", async () => {
    const { code, err } = await fleet("preview orders --stage dev", { PATH: pulumi("v3.104.2", loggedOut) });
    expect(code).toBe(2);
    expect(err).toContain("version 3.104.2; 3.105.0 or newer is needed");
    expect(err).toContain("no backend to keep state in: PULUMI_ACCESS_TOKEN must be set");
  });

  test("a missing passphrase, naming the services that need it", async () => {
    const env = { ...process.env, PATH: pulumi("v3.259.0", loggedIn) } as Record<string, string>;
    const { PULUMI_CONFIG_PASSPHRASE: _, PULUMI_CONFIG_PASSPHRASE_FILE: __, ...without } = env;
    const { code, err } = await runCommand("fleet", ["preview", "orders", "--stage", "dev"], {
      cwd: dir,
      env: without,
    });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("Secrets of orders are encrypted by a passphrase, and none is given"),
    ]);
  });

  test("an unknown service, and one without the stage", async () => {
    const { code, err } = await fleet("preview ordres --stage dev", { PATH: pulumi("v3.259.0", loggedIn) });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('no service called "ordres". Did you mean orders?'),
    ]);
    const { err: stage } = await fleet("preview orders --stage prod");
    expect(stage).toContain("orders has no stack prod; it has: dev.");
  });

  test("a revision in a folder without git", async () => {
    const { code, err } = await fleet("preview orders --stage dev --only affected --base no-such-revision", {
      PATH: pulumi("v3.259.0", loggedIn),
    });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(
        "is compared with a revision of its git repository, and git says: fatal: not a git",
      ),
    ]);
  });

  test("programs that fail, all of them", async () => {
    const { code, err } = await fleet("up --stage dev --yes", { PATH: pulumi("v3.259.0", loggedIn) });
    expect([code, err]).toEqual([1, expect.stringContaining("1 program(s) fail:\n  - broken: no luck")]);
  });
});
