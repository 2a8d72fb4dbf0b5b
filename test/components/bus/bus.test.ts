import { describe, expect, test } from "vitest";
import { Bus, defaultBus, Function, sharedBus } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const busArn = (name: string) => `arn:aws:events:eu-west-1:123456789012:event-bus/${name}`;

describe("a bus of which nothing is said", async () => {
  const graph = await graphOfProgram(() => {
    const facts = new Bus("facts");
    new Function("writer", { handler, link: [facts.publish] });
  });

  test("is a bus alone, encrypted by EventBridge's own key, without an archive", () => {
    expect(inputsOf(graph, "facts-bus")).toEqual({ name: "shop-prod-facts" });
    expect(partsOf(graph).filter((part) => part.includes("facts"))).toEqual([
      "cloudwatch.EventBus facts-bus",
    ]);
  });

  test("linked, lets a function put events on this bus and no other", () => {
    expect(statements(graph, "writer-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["events:PutEvents"],
      resources: [busArn("shop-prod-facts")],
    });
    expect(inputsOf(graph, "writer-function").environment).toMatchObject({
      variables: { FACTS_BUS_NAME: "shop-prod-facts" },
    });
  });
});

describe("what a service says about a bus", () => {
  test("keeps its events for a replay", async () => {
    const graph = await graphOfProgram(() => void new Bus("facts", { archiveDays: 30 }));
    expect(inputsOf(graph, "facts-archive")).toEqual({
      name: "shop-prod-facts",
      eventSourceArn: busArn("shop-prod-facts"),
      retentionDays: 30,
    });
  });

  test("gives bus and archive a key of its own", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const graph = await graphOfProgram(() => void new Bus("facts", { archiveDays: 1, kmsKeyArn }));
    expect(inputsOf(graph, "facts-bus").kmsKeyIdentifier).toBe(kmsKeyArn);
    expect(inputsOf(graph, "facts-archive").kmsKeyIdentifier).toBe(kmsKeyArn);
  });
});

test("a bus refuses all that is wrong at once", async () => {
  const message = await errorOf(
    () => void new Bus("facts", { archive: true, transform: { archive: {} } } as object),
  );
  expect(message.split("\n")).toEqual([
    'Bus "facts" of service shop has 2 problem(s):',
    "  - archive: there is no such argument; did you mean archiveDays?",
    "  - transform.archive: there is no archive without archiveDays; set it, or leave the transform out.",
  ]);
  expect(await errorOf(() => void new Bus("facts", { archiveDays: 0 }))).toContain(
    "archiveDays: 0 given; whole numbers from 1 to 3650 days are allowed.",
  );
});

describe("a bus that is there already", () => {
  const program = () => {
    new Function("writer", { handler, link: [defaultBus()] });
    new Function("sharer", { handler, link: [sharedBus()] });
  };

  test("is linked as one made here; the shared one is the account's own while there is no foundation", async () => {
    const graph = await graphOfProgram(program);
    for (const [name, variable] of [
      ["writer", "DEFAULT_BUS_NAME"],
      ["sharer", "SHARED_BUS_NAME"],
    ] as const) {
      expect(statements(graph, `${name}-policy`).at(-1)?.resources).toEqual([busArn("default")]);
      expect(inputsOf(graph, `${name}-function`).environment).toMatchObject({
        variables: { [variable]: "default" },
      });
    }
  });

  test("is the foundation's where there is one", async () => {
    const graph = await graphOfProgram(program, {
      config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" } }) },
      stackReferences: {
        "acme/foundation/prod": {
          eventBusName: "foundation-prod-events",
          alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
        },
      },
    });
    expect(statements(graph, "sharer-policy").at(-1)?.resources).toEqual([busArn("foundation-prod-events")]);
    expect(statements(graph, "writer-policy").at(-1)?.resources).toEqual([busArn("default")]);
  });
});
