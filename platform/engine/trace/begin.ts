// Imported before everything else in a process that runs programs: what is loaded after it is traced, where that is asked for.
import { traceBundler } from "./bundler.ts";
import { traceFiles } from "./files.ts";
import { traceSurroundings } from "./surroundings.ts";
import { isTraced } from "./wanted.ts";

if (isTraced) {
  traceFiles();
  traceSurroundings();
  traceBundler();
}
