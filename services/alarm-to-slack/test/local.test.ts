import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import event from "../events/alarm.json" with { type: "json" };

const messages: string[] = [];
const slack = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  messages.push(text);
  response.end("ok");
});
let app: LocalApp;

beforeAll(async () => {
  slack.listen(0, "127.0.0.1");
  await once(slack, "listening");
  const url = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/hook/T0-secret-path`;
  app = await local(`${import.meta.dirname}/..`, { secrets: { WEBHOOK: url } });
});
afterAll(async () => {
  await app?.stop();
  slack.close();
});

test("a change of an alarm is told once, however often it is delivered", async () => {
  const first = await app.invoke("on-alarm", event);
  const again = await app.invoke("on-alarm", { ...event, id: "another-delivery" });

  expect([first.status, again.status]).toEqual(["ok", "ok"]);
  expect(messages).toHaveLength(1);
  // CloudWatch Logs has no local counterpart.
  expect(messages[0]).toContain("_Its logs could not be read._");
  expect(messages[0]).toContain("orders-prod-api-create-errors");
});

test("the webhook's address is in no log line", () => {
  expect(app.logs.map(({ text }) => text).join("\n")).toContain("Alarm told");
  expect(app.logs.map(({ text }) => text).join("\n")).not.toContain("T0-secret-path");
});
