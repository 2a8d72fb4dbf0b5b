import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyConfig, select } from "../../../platform/fleet/deploy/select.ts";

const before = process.cwd();
let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "fleet-"));
  for (const name of ["orders", "shop", "tools"]) {
    mkdirSync(join(dir, "services", name), { recursive: true });
    write(name, "Pulumi.yaml", `name: ${name}\nruntime: nodejs\nconfig:\n  owner: crew\n`);
  }
  write("orders", "Pulumi.dev.yaml", "# near the warehouse\nconfig:\n  aws:region: eu-west-1\n");
  write("orders", "Pulumi.prod.yaml", "config:\n  aws:region: eu-central-1\n");
  write("shop", "Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n");
  process.chdir(dir);
});

afterEach(() => {
  process.chdir(before);
  rmSync(dir, { recursive: true });
});

const write = (name: string, file: string, text: string) =>
  writeFileSync(join(dir, "services", name, file), text);
const read = (name: string, file: string) => readFileSync(join(dir, "services", name, file), "utf8");

test("without names all services with the stage are worked on, and those without any stack file", () => {
  const { services, leftOut } = select([], "prod");
  expect(services.map(({ name }) => name)).toEqual(["orders", "tools"]);
  expect(leftOut).toEqual(["shop"]);
});

test("every name that is wrong is told at once", () => {
  expect(() => select(["order", "orders", "shop"], "prod")).toThrow(
    /2 problem\(s\):\n.*no service called "order"\. Did you mean orders\?.*\n.*shop has no stack prod; it has: dev\./,
  );
});

test("a stage that no service has is refused, with those that there are", () => {
  rmSync(join(dir, "services/tools"), { recursive: true });
  expect(() => select([], "pr-12")).toThrow(
    "--stage: No service has a stack file for stage pr-12; there are files for dev, prod. Take the config of one of them with --config-from <stage>.",
  );
});

test("a stage gets the config of another one, but for its secrets and keys; a file that is there stays", () => {
  write(
    "orders",
    "Pulumi.dev.yaml",
    `secretsprovider: awskms://alias/state
encryptedkey: AQICAH
encryptionsalt: v1:salt
# near the warehouse
config:
  aws:region: eu-west-1 # Ireland
  orders:key:
    secure: v1:abc
  orders:deep:
    inner:
      secure: v1:def
  orders:size: 3
`,
  );
  write("shop", "Pulumi.pr-12.yaml", "config: {}\n");
  copyConfig([], "dev", "pr-12");
  expect(read("orders", "Pulumi.pr-12.yaml")).toBe(`secretsprovider: awskms://alias/state
# near the warehouse
config:
  aws:region: eu-west-1 # Ireland
  orders:size: 3
`);
  expect(read("shop", "Pulumi.pr-12.yaml")).toBe("config: {}\n");
  expect(select([], "pr-12").services.map(({ name }) => name)).toEqual(["orders", "shop", "tools"]);
});
