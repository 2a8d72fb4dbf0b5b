import { pathToFileURL } from "node:url";
import { accounts } from "../../platform/organisation.ts";
import { accountOf } from "../../platform/values/delivery/accounts.ts";

/**
 * Outputs of a step on a stage's account: `prod`, or `prod-drift` for the role that only reads. Throws for one that isn't
 * named whole.
 */
export function outputsOf(table, environment) {
  const stage = environment.replace(/-drift$/, "");
  const { id, regions = [], role } = accountOf(table, stage);
  const missing = Object.entries({ id, regions: regions[0], role })
    .filter(([, value]) => value === undefined)
    .map(([key]) => `accounts.${stage}.${key}`);
  if (missing.length > 0)
    throw new Error(
      `${missing.join(", ")}: nothing given. Name the account, its region and the role of CI in platform/organisation.ts; see docs/delivery/github.md.`,
    );
  const its = stage === environment ? role : role.replace(/-deploy$/, "-drift");
  return `account=${id}\nregion=${regions[0]}\nrole=${its}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    process.stdout.write(outputsOf(accounts, process.argv[2] ?? ""));
  } catch (error) {
    process.stderr.write(`::error::${error.message}\n`);
    process.exitCode = 1;
  }
}
