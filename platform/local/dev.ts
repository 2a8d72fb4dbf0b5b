import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Half of the time until a service is up goes into compiling the Pulumi SDK, the provider's and our own modules.
// The cache only helps what is loaded after this line: the command is a module of its own.
enableCompileCache(
  fileURLToPath(new URL("../../node_modules/.cache/lambda-platform/compile", import.meta.url)),
);
await import("./dev/main.ts");
