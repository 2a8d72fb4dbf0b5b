import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvironmentSpec } from "./environment.ts";

const require = createRequire(import.meta.url);
const client = require.resolve("aws-lambda-ric");
const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The program and arguments of a function's process: what takes invocations from the Runtime API. */
export function programOf({ runtime, codeDir, memoryMb }: EnvironmentSpec): [string, ...string[]] {
  // Source: "Building a custom runtime for AWS Lambda".
  if (runtime.startsWith("provided")) return [join(codeDir, "bootstrap")];
  if (runtime.startsWith("python")) return ["python3", "-u", beside("./python-client.py")];
  const flags = [`--max-old-space-size=${memoryMb}`, "--enable-source-maps"];
  return [process.execPath, ...flags, "--require", beside("./native-client.cjs"), client];
}
