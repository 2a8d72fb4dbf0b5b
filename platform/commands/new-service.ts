import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Compiled modules are kept from run to run: reading and stripping TypeScript is half of the time of a short command.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/lambda-platform/compiled"));

const { run } = await import("../../generators/command.ts");
await run();
