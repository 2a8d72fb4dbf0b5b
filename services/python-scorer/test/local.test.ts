import { expect, test } from "vitest";
import { local } from "#local";
import event from "../events/score.json" with { type: "json" };

test("in tests the service comes up without other languages' tools, and says that its function isn't run", async () => {
  await using app = await local(`${import.meta.dirname}/..`);
  const reason = "has the runtime python3.13: it is not run here.";

  expect(app.unsupported.map(({ instead }) => instead)).toContain(reason);
  const result = await app.invoke("api-scorer", event);
  expect(result.status).toBe("error");
  expect(JSON.parse(result.payload.toString()).errorMessage).toContain(reason);
});
