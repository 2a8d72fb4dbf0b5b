import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Graph } from "../../../../platform/engine/index.ts";
import { repair } from "../../../../platform/fleet/deploy/pulumi/repair.ts";

const at = (type: string, name: string) => `urn:pulumi:dev::orders::${type}::${name}`;
const [stack, parent, role, api] = [
  at("pulumi:pulumi:Stack", "orders-dev"),
  at("platform:index:Function", "worker"),
  at("platform:index:Function$aws:iam/role:Role", "worker-role"),
  at("aws:apigatewayv2/api:Api", "api"),
];

test("a resource that was being made is adopted by the id it has offline; one that isn't there, or has no id, is made again", async () => {
  const ids: Record<string, string> = { [role]: "orders-dev-worker", [api]: "" };
  const calls: (readonly string[])[] = [];
  let imported: unknown;
  const notes = await repair({
    state: {
      resources: [stack, parent],
      pending: [
        {
          urn: role,
          type: "aws:iam/role:Role",
          parent,
          provider: `${at("pulumi:providers:aws", "default")}::uuid`,
        },
        { urn: api, type: "aws:apigatewayv2/api:Api" },
        { urn: api, type: "aws:apigatewayv2/api:Api" },
        { urn: parent, type: "platform:index:Function" },
      ],
    },
    graph: { byUrn: (urn: string) => ({ id: ids[urn] }) } as unknown as Graph,
    run: async (args) => {
      calls.push(args);
      if (args[0] === "import") imported = JSON.parse(readFileSync(args[2]!, "utf8"));
      return true;
    },
  });
  // The file's form: "Importing resources", Pulumi's documentation.
  expect(imported).toEqual({
    nameTable: { parent, provider: at("pulumi:providers:aws", "default") },
    resources: [
      {
        type: "aws:iam/role:Role",
        name: "worker-role",
        id: "orders-dev-worker",
        parent: "parent",
        provider: "provider",
      },
    ],
  });
  expect(notes.map((note) => note.slice(0, 40))).toEqual([
    "worker-role was made before an interrupt",
    "api was being made at an interruption an",
  ]);
  // What is open is forgotten last: should this run end before, the next one finds it.
  expect(calls.map(([command]) => command)).toEqual(["import", "refresh"]);
  expect(calls.at(-1)).toEqual([
    "refresh",
    "--yes",
    "--skip-preview",
    "--clear-pending-creates",
    "--target",
    stack,
  ]);
});
