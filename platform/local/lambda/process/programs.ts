import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvironmentSpec } from "./spec.ts";

const require = createRequire(import.meta.url);
const client = require.resolve("aws-lambda-ric");
const preloads = [
  new URL("./archive-only.cjs", import.meta.url),
  new URL("./native-client.cjs", import.meta.url),
].flatMap((url) => ["--require", fileURLToPath(url)]);
const pythonClient = fileURLToPath(new URL("./python-client.py", import.meta.url));

/** The program and arguments of a function's process, which takes invocations from the Runtime API. */
export function programOf({ runtime, codeDir, memoryMb }: EnvironmentSpec): [string, ...string[]] {
  // Source: "Building a custom runtime for AWS Lambda".
  if (runtime.startsWith("provided")) return [join(codeDir, "bootstrap")];
  if (runtime.startsWith("python")) return ["python3", "-u", pythonClient];
  // An AWS SDK has more frames than the ten that Node keeps; the handler's own line stands below them.
  const flags = [`--max-old-space-size=${memoryMb}`, "--enable-source-maps", "--stack-trace-limit=50"];
  return [process.execPath, ...flags, ...preloads, client];
}
