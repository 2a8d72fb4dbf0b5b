import * as pulumi from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type EnvironmentOf,
  Function,
  Gateway,
  outputsOf,
  Pipeline,
  Queue,
  Table,
} from "../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../support/index.ts";

const handler = "src/handler.ts";
type Orders = typeof import("../../services/order-events/index.ts");

describe("outputs of another service", () => {
  const stackReferences = {
    "organization/order-events/prod": {
      queueUrl: "https://sqs/orders",
      deadLetterQueueUrl: "https://sqs/dlq",
    },
    "organization/order-events/dev": {
      queueUrl: "https://sqs/dev",
      deadLetterQueueUrl: "https://sqs/dev-dlq",
    },
  };
  const program = () => {
    const orders = outputsOf<Orders>("order-events");
    new Function("worker", { handler, environment: { ORDERS: orders.queueUrl } });
  };

  test.each([
    ["prod", "https://sqs/orders"],
    ["dev", "https://sqs/dev"],
  ])("in stage %s are those of its stack of the same stage", async (stage, url) => {
    const graph = await graphOfProgram(program, { stackReferences, stage });
    expect(inputsOf(graph, "worker-function").environment).toMatchObject({ variables: { ORDERS: url } });
  });

  test("that aren't known fail the program, naming the stack", async () => {
    expect(await errorOf(program)).toContain("organization/order-events/prod");
  });

  test("that it doesn't have fail the program, naming the output", async () => {
    const message = await errorOf(program, { stackReferences: { "organization/order-events/prod": {} } });
    expect(message).toContain("queueUrl");
  });

  test("of one service may be asked for in several places of a program", async () => {
    const graph = await graphOfProgram(
      () => ({
        a: outputsOf<Orders>("order-events").queueUrl,
        b: outputsOf<Orders>("order-events").deadLetterQueueUrl,
      }),
      { stackReferences },
    );
    expect(graph.outputs).toEqual({ a: "https://sqs/orders", b: "https://sqs/dlq" });
  });

  test("can be waited for and printed without being taken for a promise", async () => {
    const graph = await graphOfProgram(
      async () => {
        const orders = await outputsOf<Orders>("order-events");
        return { shown: `${Object.prototype.toString.call(orders)}`, url: orders.queueUrl };
      },
      { stackReferences },
    );
    expect(graph.outputs).toEqual({ shown: "[object Object]", url: "https://sqs/orders" });
  });

  test("are typed by its program", () => {
    const read = (orders: ReturnType<typeof outputsOf<Orders>>) => orders;
    expectTypeOf(read).returns.toHaveProperty("queueUrl").toEqualTypeOf<pulumi.Output<string>>();
    expectTypeOf(read).returns.not.toHaveProperty("nothing");
    expect(pulumi.Output).toBeDefined();
  });
});

describe("the type of a handler's environment", () => {
  test("is made of the names of what is linked", () => {
    // Only typed, never run: making components needs a program around them.
    const program = () => {
      const users = new Table("users", { partitionKey: "id" });
      const jobs = new Queue("send-mail");
      const api = new Gateway("api", {
        link: [jobs],
        routes: { "GET /a": { handler, link: [users.read] }, "GET /b": "src/other.ts" },
      });
      const bare = new Gateway("bare", { routes: { "GET /": handler } });
      const fulfil = new Pipeline("fulfil", {
        steps: { one: { handler, link: [users] } },
        link: [jobs.send],
      });
      return { api, bare, fulfil };
    };
    type Made = ReturnType<typeof program>;
    expectTypeOf<EnvironmentOf<Made["api"]>>().toEqualTypeOf<{
      readonly USERS_TABLE_NAME: string;
      readonly SEND_MAIL_QUEUE_URL: string;
    }>();
    // biome-ignore lint/complexity/noBannedTypes: the type of an environment without links is exactly this.
    expectTypeOf<EnvironmentOf<Made["bare"]>>().toEqualTypeOf<{}>();
    expectTypeOf<EnvironmentOf<Made["fulfil"]>>().toEqualTypeOf<{
      readonly USERS_TABLE_NAME: string;
      readonly SEND_MAIL_QUEUE_URL: string;
    }>();
    expect(program).toBeTypeOf("function");
  });

  test("says the same as what is there when the handler runs", async () => {
    let names: readonly string[] = [];
    const graph = await graphOfProgram(() => {
      const users = new Table("users", { partitionKey: "id" });
      const api = new Gateway("api", { link: [users], routes: { "GET /": handler } });
      names = api.environmentNames;
    });
    const { variables } = inputsOf(graph, "api-handler-function").environment as { variables: object };
    expect(names).toEqual(["USERS_TABLE_NAME"]);
    expect(Object.keys(variables)).toEqual(expect.arrayContaining([...names]));
  });
});
