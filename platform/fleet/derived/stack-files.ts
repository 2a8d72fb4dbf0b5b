import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { accounts } from "../../organisation.ts";
import { type Accounts, accountOf, allowedKey, tableProblems } from "../../values/delivery/accounts.ts";
import { UsageError } from "../../values/problems.ts";
import { findService, foundationService, type Service, serviceNames } from "../services.ts";
import type { DerivedFile } from "./file.ts";

/** Stack files with the account of their stage; those of stages that the table names no account for stay as they are. */
export function stackFiles(
  services: readonly Service[] = everyService(),
  table: Accounts = accounts,
): DerivedFile[] {
  const mistakes = tableProblems(table);
  if (mistakes.length > 0) throw new UsageError(mistakes.map((problem) => ({ problem })));
  return services.flatMap(({ dir }) =>
    readdirSync(dir).flatMap((file) => {
      const stage = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      const id = stage === undefined ? undefined : accountOf(table, stage).id;
      if (id === undefined) return [];
      const path = join(dir, file);
      return [{ path, content: withAccount(readFileSync(path, "utf8"), id) }];
    }),
  );
}

/** A stack file's text with the account; everything else, comments too, stays as it is. */
export function withAccount(text: string, id: string): string {
  const document = parseDocument(text);
  const config: unknown = document.get("config");
  const given: unknown = isMap(config) ? config.toJSON()[allowedKey] : undefined;
  if (Array.isArray(given) && given.length === 1 && String(given[0]) === id && typeof given[0] === "string")
    return text;
  document.setIn(["config", allowedKey], document.createNode([id], { flow: true }));
  return document.toString({ flowCollectionPadding: false });
}

/** All services, and the foundation. */
function everyService(): Service[] {
  const foundation = foundationService();
  return [...(foundation ? [foundation] : []), ...serviceNames().map((name) => findService(name))];
}
