import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serviceFiles, thing, Workspace } from "./support/workspace.ts";

const changedIn = (found: Awaited<ReturnType<Workspace["impact"]>>) =>
  found.impacts.map(({ service }) => service);

describe("bad input is refused, before anything runs:", () => {
  const services = { ...serviceFiles("orders", thing("")), ...serviceFiles("users", thing("")) };

  test("a service, a stage, a revision that isn't there, with the one that may be meant", async () => {
    using workspace = new Workspace(services);
    await expect(workspace.impact({ services: ["order", "user"] })).rejects.toThrow(
      /no service called "order".*Did you mean orders\?.*no service called "user".*Did you mean users\?/s,
    );
    await expect(workspace.impact({ stage: "prd" })).rejects.toThrow(
      "--stage: no service has a stack prd; there are: prod. Did you mean prod?",
    );
    // The foundation takes every stage, which makes none of one that nobody has.
    workspace.write({ "Pulumi.yaml": "name: foundation\nruntime: nodejs\nmain: services/orders/index.ts\n" });
    await expect(workspace.impact({ stage: "prd" })).rejects.toThrow("no service has a stack prd");
    await expect(workspace.impact({ services: ["orders"], stage: "dev" })).rejects.toThrow(
      "orders has no stack dev; it has: prod.",
    );
    await expect(workspace.impact({ base: "mains" })).rejects.toThrow(
      '--base: git knows no revision "mains"; a branch, a tag or a commit is expected. Did you mean main?',
    );
    await expect(workspace.impact({ base: "--output=x" })).rejects.toThrow('no revision "--output=x"');
  });

  test("a folder that is no repository, and one without a commit", async () => {
    using workspace = new Workspace(services);
    rmSync(join(workspace.dir, "repository/.git"), { recursive: true });
    await expect(workspace.impact()).rejects.toThrow(/git repository, and git says: .*not a git repository/);
    workspace.git("init", "--quiet");
    await expect(workspace.impact({ base: "HEAD" })).rejects.toThrow("has no commit yet");
  });

  test("a base whose files git can't read", async () => {
    using workspace = new Workspace(services);
    const blob = workspace.git("rev-parse", "HEAD:services/orders/index.ts");
    const file = join(workspace.dir, "repository/.git/objects", blob.slice(0, 2), blob.slice(2));
    chmodSync(file, 0o600);
    writeFileSync(file, "torn");
    await expect(workspace.impact()).rejects.toThrow(
      /The files of the base \(HEAD, \w{12}\) can't be read from git: /,
    );
    // What was begun is no checkout for the next run.
    expect(readdirSync(join(workspace.cache, "checkouts"))).toEqual([]);
  });

  test("a base that only a fuller clone has", async () => {
    using workspace = new Workspace(services);
    const first = workspace.git("rev-parse", "HEAD");
    workspace.commit("second");
    const whole = join(workspace.dir, "whole");
    workspace.git("clone", "--quiet", "--bare", ".", whole);
    rmSync(join(workspace.dir, "repository/.git"), { recursive: true });
    const shallow = join(workspace.dir, "shallow");
    workspace.git("clone", "--quiet", "--depth=1", `file://${whole}`, shallow);
    await expect(workspace.impact({ workspace: shallow, base: first })).rejects.toThrow(
      "This clone is shallow: `git fetch --unshallow` gets the rest",
    );
  });

  test("a base whose platform is too old to be run", async () => {
    using workspace = new Workspace(services);
    workspace.remove("platform/core/tags.ts");
    workspace.commit("without");
    workspace.write({ "platform/core/tags.ts": "export const applyTags = () => {};\n" });
    await expect(workspace.impact()).rejects.toThrow(
      /platform of the base \(HEAD, \w{12}\) can't be run by this one: it has no core\/tags\.ts/,
    );
  });
});

describe("without --base", () => {
  test("it is where the branch left main; on main itself, the last commit", async () => {
    using workspace = new Workspace(serviceFiles("orders", thing("timeout: 1")));
    workspace.git("switch", "--quiet", "-c", "feature");
    workspace.write(serviceFiles("orders", thing("timeout: 2")));
    workspace.commit("on the branch");
    const found = await workspace.impact({ base: undefined as never });
    expect(found.base).toMatch(/^merge base with main \(\w{7}\)$/);
    expect(changedIn(found)).toEqual(["orders"]);
    expect(existsSync(join(workspace.cache, "checkouts"))).toBe(true);
  });
});
