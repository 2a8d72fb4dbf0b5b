import { relative } from "node:path";
import { codeownersFiles } from "../fleet/derived/codeowners.ts";
import { outOfDate, writeDerived } from "../fleet/derived/file.ts";
import { derivedRole } from "../fleet/derived/role-file.ts";
import { stackFiles } from "../fleet/derived/stack-files.ts";
import { command } from "./command.ts";
import { summaries } from "./summaries.ts";

/** What is derived, by the word that names it. */
const parts = {
  accounts: async () => stackFiles(),
  codeowners: async () => codeownersFiles(),
  role: derivedRole,
} as const;

await command({
  usage: "npm run derive -- [--only <part>] [--check] [--json]",
  description: summaries.derive,
  flags: {
    only: {
      type: "string",
      value: "<part>",
      choices: ["accounts", "codeowners", "role"],
      help: "one of accounts (in stack files), codeowners, role (of CI; runs every service's program)",
    },
    check: { type: "boolean", help: "write nothing; exit code 1 when a file is out of date" },
    json: { type: "boolean", help: "print JSON" },
  },
  exits: {
    0: "the files are up to date, or were brought there",
    1: "failed; with --check, files are out of date",
    2: "bad input; nothing was written",
    130: "interrupted",
  },
  run: async ({ flags: { only, check, json } }) => {
    const chosen = only === undefined ? Object.values(parts) : [parts[only]];
    const files = (await Promise.all(chosen.map((derived) => derived()))).flat();
    const late = outOfDate(files);
    if (!check) writeDerived(late);
    const paths = late.map(({ path }) => relative(process.cwd(), path));
    const print = (text: string) => void process.stdout.write(`${text}\n`);
    if (json) print(JSON.stringify({ type: "derived", written: !check, files: paths }));
    else if (paths.length === 0) print("Everything derived is up to date.");
    else print([check ? "Out of date; npm run derive mends it:" : "Written:", ...paths].join("\n  "));
    return check && late.length > 0 ? 1 : undefined;
  },
});
