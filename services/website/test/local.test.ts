import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";

let app: LocalApp;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
});
afterAll(() => app?.stop());

test("the gateway answers on this machine, without the distribution in front", async () => {
  const response = await fetch(`${app.url}/api/opening-hours`);

  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty("open");
});

test("what isn't done here is said at the start: the distribution and the bucket, each once", () => {
  expect(app.unsupported.map(({ name, instead }) => `${name} ${instead}`).sort()).toEqual([
    "pages-bucket is not started; AWS SDK calls to its service answer 501 NotImplementedException.",
    "site-distribution has no counterpart here: what it does at the edge is not done; ask its gateways themselves.",
  ]);
});
