import { existsSync } from "node:fs";
import { codeownersFiles } from "../derived/codeowners.ts";
import { outOfDate, writeDerived } from "../derived/file.ts";

/** Brings a CODEOWNERS that `npm run derive` made to the services that there are now: its rows are in the order of their names. */
export const followOwners = (): void =>
  writeDerived(outOfDate(codeownersFiles().filter(({ path }) => existsSync(path))));
