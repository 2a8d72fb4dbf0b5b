import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { idempotentRequests } from "../../platform/runtime/http-idempotency.ts";
import { idempotencyTable } from "../../platform/runtime/idempotency.ts";
import { HttpError, http } from "../../platform/runtime/index.ts";
import { context, logLines, request } from "./support.ts";
import { startTable } from "./table-support.ts";

beforeEach(async () => {
  logLines();
  await startTable("REQUESTS_TABLE_NAME", "requests");
});

function charges(work: (attempt: number) => Promise<void> = async () => {}, options = {}) {
  const made: number[] = [];
  const handler = http(
    {
      body: z.object({ amount: z.number() }),
      idempotency: idempotentRequests(idempotencyTable("REQUESTS_TABLE_NAME"), options),
    },
    async ({ body }) => {
      made.push(body.amount);
      await work(made.length);
      return { status: 201, headers: { location: `/charges/${made.length}` }, body: { id: made.length } };
    },
  );
  const post = (key: string | undefined, amount: number, sub?: string) => {
    const event = request({ json: { amount }, headers: key === undefined ? {} : { "idempotency-key": key } });
    if (sub !== undefined)
      event.requestContext = {
        ...event.requestContext,
        authorizer: { jwt: { claims: { sub }, scopes: [] }, principalId: "", integrationLatency: 0 },
      } as never;
    return handler(event, context());
  };
  return { made, post };
}

describe("A request with an Idempotency-Key", () => {
  it("is handled once; the same request again gets the same answer", async () => {
    const { made, post } = charges();
    const first = await post("k1", 5);
    const again = await post("k1", 5);
    expect(first).toMatchObject({ statusCode: 201, body: '{"id":1}' });
    expect([again.statusCode, again.body, again.headers?.location]).toEqual([201, '{"id":1}', "/charges/1"]);
    expect(made).toEqual([5]);
  });

  it("is refused with 422 when the key was used for another request", async () => {
    const { made, post } = charges();
    await post("k1", 5);
    expect(await post("k1", 6)).toMatchObject({ statusCode: 422 });
    expect(made).toEqual([5]);
  });

  it("is refused with 409 while it is being worked on", async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { made, post } = charges(() => {
      started.resolve();
      return release.promise;
    });
    const first = post("k1", 5);
    await started.promise;
    expect(await post("k1", 5)).toMatchObject({ statusCode: 409, headers: { "retry-after": "1" } });
    release.resolve();
    expect(await first).toMatchObject({ statusCode: 201 });
    expect(made).toEqual([5]);
  });

  it("can be made again after an error, whose status is the handler's", async () => {
    const { made, post } = charges(async (attempt) => {
      if (attempt === 1) throw new HttpError(402, "Card declined");
      if (attempt === 2) throw new Error("down");
    });
    expect(await post("k1", 5)).toMatchObject({ statusCode: 402 });
    expect(await post("k1", 5)).toMatchObject({ statusCode: 500 });
    expect(await post("k1", 5)).toMatchObject({ statusCode: 201 });
    expect(made).toHaveLength(3);
  });

  it.each([
    ["JSON can't hold", { body: { id: 1n } }, [500, 500]],
    ["an item can't hold, so it is given once", { body: "x".repeat(500_000) }, [200, 410]],
    ["holds an undefined header", { headers: { location: undefined as never }, body: {} }, [200, 200]],
  ])("is handled once where the answer is one that %s", async (_, answer, statuses) => {
    let handled = 0;
    const idempotency = idempotentRequests(idempotencyTable("REQUESTS_TABLE_NAME"));
    const handler = http({ idempotency }, async () => {
      handled += 1;
      return answer;
    });
    const post = () => handler(request({ headers: { "idempotency-key": "k1" } }), context());
    expect([(await post()).statusCode, (await post()).statusCode]).toEqual(statuses);
    expect(handled).toBe(1);
  });

  it("means nothing to another caller", async () => {
    const { made, post } = charges();
    await post("k1", 5, "ada");
    expect(await post("k1", 5, "bob")).toMatchObject({ statusCode: 201, body: '{"id":2}' });
    expect(made).toEqual([5, 5]);
  });

  it("that doesn't fit its schema uses up no key", async () => {
    const { post } = charges();
    expect(await post("k1", "five" as never)).toMatchObject({ statusCode: 400 });
    expect(await post("k1", 5)).toMatchObject({ statusCode: 201 });
  });

  it.each(["", "ü", "a b", "x".repeat(256)])("is refused with 400 where the key is %j", async (key) => {
    expect(await charges().post(key, 5)).toMatchObject({ statusCode: 400 });
  });
});

describe("A request without one", () => {
  it("is handled every time, or refused with 400 where it is required", async () => {
    const { made, post } = charges();
    await post(undefined, 5);
    await post(undefined, 5);
    expect(made).toEqual([5, 5]);
    expect(await charges(undefined, { required: true }).post(undefined, 5)).toMatchObject({
      statusCode: 400,
    });
  });
});
