import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import { OrderEvent } from "../../order-events/src/order-event.ts";
import authoriseEvent from "../events/authorise.json" with { type: "json" };
import listEvent from "../events/list-products.json" with { type: "json" };
import submitEvent from "../events/submit-order.json" with { type: "json" };

let app: LocalApp;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
});
afterAll(() => app?.stop());

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** A REST API isn't served on this machine: its functions are invoked with what it would send. */
async function invoke<Result>(fn: string, event: object): Promise<Result> {
  const { payload } = await app.invoke(fn, event);
  return JSON.parse(payload.toString()) as Result;
}

const submit = (order: object) =>
  invoke<Answer>("api-submit-order", { ...submitEvent, body: JSON.stringify(order) });

test("the same order can be sent twice and is placed once; another one can't take its reference", async () => {
  const order = { reference: "B-1", sku: "TEE-01", quantity: 1 };

  const [first, again] = [await submit(order), await submit(order)];
  const other = await submit({ ...order, quantity: 2 });

  expect([first.statusCode, again.statusCode, other.statusCode]).toEqual([201, 201, 409]);
  expect(again.body).toBe(first.body);
  // The service order-events isn't up here, but its queue is. It counts one event of one time once.
  const events = (await app.messages("order-events-dev-order-events")).map((body) =>
    OrderEvent.parse(JSON.parse(body)),
  );
  expect(events).toHaveLength(2);
  expect(events[0]).toMatchObject({ type: "placed", total: 2_400 });
  expect(events[1]).toEqual(events[0]);
});

test("products are listed", async () => {
  const { statusCode } = await invoke<Answer>("api-list-products", listEvent);

  expect(statusCode).toBe(200);
});

test("whoever has no token is refused", async () => {
  const answer = await invoke("api-authorise", authoriseEvent);

  expect(answer).toMatchObject({ policyDocument: { Statement: [{ Effect: "Deny" }] } });
});
