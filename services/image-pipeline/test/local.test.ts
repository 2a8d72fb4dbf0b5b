import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import upload from "../events/upload.json" with { type: "json" };

let app: LocalApp;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
});
afterAll(() => app?.stop());

test("what has no local counterpart is said: the bucket, and the topic of those who approve", () => {
  const names = app.unsupported.map(({ name }) => name);

  expect(names).toContain("images-bucket");
  expect(names).toContain("reviews-topic");
});

test("an upload starts its run, which ends at the first step that needs the bucket", async () => {
  const { status } = await app.invoke("on-upload", upload);
  await app.until(() => app.logs.some(({ text }) => text.includes("The step failed")));

  expect(status).toBe("ok");
  const failed = app.logs.filter(({ text }) => text.includes("The step failed"));
  expect(failed.map(({ source }) => source)).toEqual(["publishing-validate"]);
  // S3 has no local counterpart.
  expect(failed[0]?.text).toContain(`"httpStatusCode":501`);
});

test("a run of what isn't an upload fails and says why", async () => {
  const run = await app.start("publishing", { key: "public/cat.jpg", version: "v1" });

  expect(run).toMatchObject({ status: "FAILED", error: "InvalidInput" });
  expect(run.cause).toContain("uploads/");
});
