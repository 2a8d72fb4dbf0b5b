import { expect, test } from "vitest";
import { bringUp, fn, mapping, queue, redrive } from "./support.ts";

test("a message that keeps failing arrives in the dead-letter queue after its receives, the others are deleted", async () => {
  await using app = await bringUp((urls) => [
    queue(urls, "orders", { visibilityTimeoutSeconds: 60, redrivePolicy: redrive("orders-dead", 3) }),
    queue(urls, "orders-dead"),
    fn("badOnly"),
    mapping("orders", "badOnly", { functionResponseTypes: ["ReportBatchItemFailures"] }),
  ]);
  await app.send("orders", "good");
  await app.send("orders", "bad one");
  await app.until(async () => (await app.messages("orders-dead")).length === 1);
  expect(await app.messages("orders-dead")).toEqual(["bad one"]);
  expect(await app.messages("orders")).toEqual([]);
  const seen = app.logs.filter((each) => each.text.includes("bad one")).length;
  expect(seen).toBe(3);
});
