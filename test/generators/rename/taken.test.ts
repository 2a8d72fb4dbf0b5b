import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { create } from "../../../generators/create.ts";
import { emptyFolder } from "../support/run.ts";

test("a new service can't have the name that another one's resources begin with", async () => {
  const root = emptyFolder();
  const told = { owner: "ops", schedule: "rate(5 minutes)" };
  await create("cron", { name: "pulse", ...told }, { root });
  const project = join(root, "services/pulse/Pulumi.yaml");
  writeFileSync(project, `${readFileSync(project, "utf8")}  formerName: heartbeat\n`);

  await expect(create("cron", { name: "heartbeat", ...told }, { root })).rejects.toThrow(
    /--name: The resources of pulse have names that begin with heartbeat/,
  );
  await expect(create("cron", { name: "heartbeats", ...told }, { root })).resolves.toBeDefined();
});
