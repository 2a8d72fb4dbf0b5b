import * as pulumi from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Secret } from "../../platform/engine/index.ts";
import {
  type EnvironmentOf,
  Function,
  Gateway,
  linksOf,
  outputsOf,
  Pipeline,
  Queue,
  Table,
} from "../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, ownStatements } from "../support/index.ts";

const handler = "src/handler.ts";
interface Orders {
  readonly queueUrl: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
}

describe("outputs of another service", () => {
  const stackReferences = {
    "organization/orders/prod": {
      queueUrl: "https://sqs/orders",
      deadLetterQueueUrl: "https://sqs/dlq",
    },
    "organization/orders/dev": {
      queueUrl: "https://sqs/dev",
      deadLetterQueueUrl: "https://sqs/dev-dlq",
    },
  };
  const program = () => {
    const orders = outputsOf<Orders>("orders");
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
    expect(await errorOf(program)).toContain("organization/orders/prod");
  });

  test("that it doesn't have fail the program, naming the output", async () => {
    const message = await errorOf(program, { stackReferences: { "organization/orders/prod": {} } });
    expect(message).toContain("queueUrl");
  });

  test("of one service may be asked for in several places of a program", async () => {
    const graph = await graphOfProgram(
      () => ({
        a: outputsOf<Orders>("orders").queueUrl,
        b: outputsOf<Orders>("orders").deadLetterQueueUrl,
      }),
      { stackReferences },
    );
    expect(graph.outputs).toEqual({ a: "https://sqs/orders", b: "https://sqs/dlq" });
  });

  test("can be waited for and printed without being taken for a promise", async () => {
    const graph = await graphOfProgram(
      async () => {
        const orders = await outputsOf<Orders>("orders");
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

describe("links that another service offers", () => {
  /** A program as another service would have it. */
  const offering = () => {
    const jobs = new Queue("jobs", { fifo: true });
    const users = new Table("users", { partitionKey: "id" });
    return { links: { jobs: jobs.send, users: users.read } };
  };
  type Shop = ReturnType<typeof offering>;
  const linking = async () => {
    const { jobs, users } = await linksOf<Shop>("shop");
    const sender = new Gateway("api", { routes: { "POST /": { handler, link: [jobs, users] } } });
    expectTypeOf<EnvironmentOf<typeof sender>>().toEqualTypeOf<{
      readonly JOBS_QUEUE_URL: string;
      readonly USERS_TABLE_NAME: string;
    }>();
  };
  const offered = (links: unknown) => ({ stackReferences: { "organization/shop/prod": { links } } });
  const errorWith = (links: unknown) => errorOf(linking, { project: "desk", ...offered(links) });

  test("give the variables and exactly the actions on exactly the resources of links within that service", async () => {
    const { links } = (await graphOfProgram(offering)).outputs;
    const graph = await graphOfProgram(linking, { project: "desk", ...offered(links) });

    expect(inputsOf(graph, "api-handler-function").environment).toMatchObject({
      variables: {
        JOBS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-prod-jobs.fifo",
        USERS_TABLE_NAME: "shop-prod-users",
      },
    });
    expect(ownStatements(graph, "api-handler-policy")).toEqual([
      { actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:eu-west-1:123456789012:shop-prod-jobs.fifo"] },
      {
        actions: [
          "dynamodb:BatchGetItem",
          "dynamodb:ConditionCheckItem",
          "dynamodb:GetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
        ],
        resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-users"],
      },
    ]);
  });

  test("and its outputs come from one reference to its stack", async () => {
    const graph = await graphOfProgram(
      async () => {
        await linksOf<Shop>("shop");
        return { a: outputsOf<{ a: string }>("shop").a, again: Object.keys(await linksOf<Shop>("shop")) };
      },
      { project: "desk", stackReferences: { "organization/shop/prod": { links: {}, a: "A" } } },
    );
    expect(graph.outputs).toEqual({ a: "A", again: [] });
    expect(graph.of("pulumi:pulumi:StackReference")).toHaveLength(1);
  });

  test("fail the program where the service offers none, with what to write there", async () => {
    const message = await errorOf(linking, {
      project: "desk",
      stackReferences: { "organization/shop/prod": {} },
    });
    expect(message).toContain("What service shop offers to desk");
    expect(message).toContain("export const links = { jobs: queue.send }");
  });

  test("fail the program where something else is offered under a name, all of them together", async () => {
    const { links } = (await graphOfProgram(offering)).outputs as { links: object };
    const message = await errorWith({ ...links, url: "https://x", component: { urn: "urn:x" } });
    for (const name of ["url", "component"]) expect(message).toContain(`links.${name}: it is no link`);
    expect(await errorWith([])).toContain("links by name are expected");
  });

  test("hold no secrets", async () => {
    const message = await errorWith(new Secret({ jobs: "hush-6f1d0c" }));
    expect(message).toContain("links: it holds a secret");
    expect(message).not.toContain("hush");
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
