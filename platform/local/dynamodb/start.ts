import type { TableBackend, TableBackendName } from "./backend.ts";
import { startDynalite } from "./dynalite.ts";
import { dynoxideBinary, startDynoxide } from "./dynoxide.ts";

/**
 * `dynoxide` (a native binary with streams and transactions) where its optional package is installed, else
 * `dynalite` (JavaScript, in this process).
 */
export async function startTables(choice?: TableBackendName): Promise<TableBackend> {
  const binary = choice === "dynalite" ? undefined : dynoxideBinary();
  if (choice === "dynoxide" && !binary)
    throw new Error("@dynoxide/linux-x64 is not installed on this machine");
  if (!binary) return startDynalite();
  const dynoxide = startDynoxide(binary);
  // Installed is not yet runnable: the binary needs a C library of a certain age.
  return choice ? dynoxide : dynoxide.catch(startDynalite);
}
