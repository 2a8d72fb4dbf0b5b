import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runtime } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { errorOf, ownMessage } from "../../../platform/engine/sdk/messages.ts";

test("the SDK puts the name of each waiting input before an error, and the engine takes it away", async () => {
  const failing = runtime.serializeProperties("queue", { name: Promise.reject(new Error("no name")) });
  const error: Error = await failing.then(
    () => new Error("no error"),
    (reason) => reason,
  );
  expect(error.message).toBe('error serializing property "name": no name');
  expect(ownMessage(`error serializing property "tags": ${error.message}`)).toBe("no name");
  expect(ownMessage("no name")).toBe("no name");
});

test("the SDK's language host logs an error as text behind an introduction, and the engine reads it back", () => {
  const host = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/run.js");
  expect(readFileSync(host, "utf8")).toContain("' failed with an unhandled exception:\n");
  const error = errorOf(`Running program '/shop/index.ts' failed with an unhandled exception:
<ref *1> Error: 3 INVALID_ARGUMENT: no name
    at make (/shop/index.ts:3:1)
    at /shop/index.ts:9:1 {
  code: 3
}`);
  expect(error.message).toBe("no name");
  expect(error.stack?.split("\n").slice(1)).toEqual([
    "    at make (/shop/index.ts:3:1)",
    "    at /shop/index.ts:9:1",
  ]);
});
