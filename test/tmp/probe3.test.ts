import { test } from "vitest";
import { readFileSync, writeFileSync } from "node:fs";
import { unzipSync, strFromU8 } from "fflate";
import { graphOf } from "../support/index.ts";
import { managed, AssetValue } from "../../platform/engine/index.ts";
test("x", async () => {
    const g = await graphOf("users-api", { stage: "prod" });
    const f = g.get("api-create-user-function", "aws:lambda/function:Function");
    for (const [n, b] of Object.entries(unzipSync(readFileSync((f.inputs.code as any).asset.path)))) writeFileSync("/tmp/b-" + n, strFromU8(b));
});
