import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import { FakeBedrock } from "./fake-bedrock.ts";

const bedrock = new FakeBedrock();
let app: LocalApp;
beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`, { config: { bedrockEndpoint: await bedrock.listen() } });
});
afterAll(async () => {
  await app?.stop();
  bedrock.close();
});

const ask = (text: string) =>
  fetch(app.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", text }] }),
  });

test("a token reaches the client while the model is still thinking about the next", async () => {
  const seen = Promise.withResolvers<void>();
  bedrock.behaviour = async (call) => {
    call.event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hello" } });
    await seen.promise;
    call.event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: " Ada" } });
  };

  const response = await ask("Who am I?");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  seen.resolve();
  const second = await reader.read();

  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect([first.value, second.value]).toEqual([
    'event: token\ndata: {"text":"Hello"}\n\n',
    'event: token\ndata: {"text":" Ada"}\n\n',
  ]);
  expect((await reader.read()).done).toBe(true);
});

test("a question that doesn't fit is answered with what is wrong with it", async () => {
  const response = await ask("");

  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
});
