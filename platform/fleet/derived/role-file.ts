import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { workspaceDir } from "../../values/places.ts";
import { type Failure, failureTexts } from "../failures.ts";
import { graphOf } from "../graph-of.ts";
import { roleStatements, typesIn } from "../role/role.ts";
import { serviceNames } from "../services.ts";
import type { DerivedFile } from "./file.ts";

/** The permissions of CI's role as the repository keeps them for review; the foundation reads them. */
const roleFile = () => join(workspaceDir(), "platform/foundation/deploy-role.json");

/**
 * The file for the types of resources that all services have, in the stages that differ most; none in a workspace whose
 * foundation is elsewhere.
 */
export async function derivedRole(names = serviceNames()): Promise<DerivedFile[]> {
  if (!existsSync(dirname(roleFile()))) return [];
  const types = new Set<string>();
  const failures: Failure[] = [];
  // One after the other: each program takes a process of its own.
  for (const service of names)
    for (const stage of ["dev", "prod"])
      try {
        for (const type of typesIn([await graphOf(service, { stage })])) types.add(type);
      } catch (error) {
        failures.push({ service, stage, error: (error as Error).message });
      }
  if (failures.length > 0)
    throw new Error(
      ["The role needs every service, and some fail:", ...failureTexts(failures)].join("\n  - "),
    );
  return [{ path: roleFile(), content: await roleText([...types].sort()) }];
}

/** The file's text for some types of resources. */
export async function roleText(types: readonly string[]): Promise<string> {
  return `${JSON.stringify({ types, statements: await roleStatements(types) }, null, 2)}\n`;
}
