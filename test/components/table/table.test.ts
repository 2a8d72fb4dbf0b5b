import { describe, expect, test } from "vitest";
import { Function, Table, type TableArgs } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-users";
const tableOf = async (args: TableArgs, stage?: string) =>
  inputsOf(await graphOfProgram(() => void new Table("users", args), stage ? { stage } : {}), "users-table");

const reads = ["BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"].map((a) => `dynamodb:${a}`);
const writes = ["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"].map(
  (a) => `dynamodb:${a}`,
);
const puts = writes.filter((action) => !/Delete|Batch/.test(action));

describe("a table of which only the key is said", () => {
  test("is one resource: on demand, restorable, and can't be deleted by mistake", async () => {
    const graph = await graphOfProgram(() => void new Table("users", { partitionKey: "id" }));
    expect(partsOf(graph)).toEqual(["dynamodb.Table users-table"]);
    expect(inputsOf(graph, "users-table")).toEqual({
      name: "shop-prod-users",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
    });
  });

  test("can be deleted in a stage that comes and goes", async () => {
    expect(await tableOf({ partitionKey: "id" }, "pr-123")).toMatchObject({
      pointInTimeRecovery: { enabled: false },
      deletionProtectionEnabled: false,
    });
  });
});

describe("what a service says about a table", () => {
  test("keys, indexes and expiry become exactly those, each attribute once", async () => {
    const inputs = await tableOf({
      partitionKey: "id",
      sortKey: { name: "version", type: "number" },
      indexes: {
        byEmail: { partitionKey: "email" },
        byHash: {
          partitionKey: { name: "hash", type: "binary" },
          sortKey: { name: "version", type: "number" },
        },
      },
      ttl: "expiresAt",
    });
    expect(inputs).toMatchObject({
      hashKey: "id",
      rangeKey: "version",
      attributes: [
        { name: "id", type: "S" },
        { name: "version", type: "N" },
        { name: "email", type: "S" },
        { name: "hash", type: "B" },
      ],
      globalSecondaryIndexes: [
        { name: "byEmail", hashKey: "email", projectionType: "ALL" },
        { name: "byHash", hashKey: "hash", rangeKey: "version", projectionType: "ALL" },
      ],
      ttl: { enabled: true, attributeName: "expiresAt" },
    });
  });

  test.each([
    ["keys-only", "KEYS_ONLY"],
    ["new", "NEW_IMAGE"],
    ["old", "OLD_IMAGE"],
    ["both", "NEW_AND_OLD_IMAGES"],
  ] as const)("a stream of %s holds %s of each change", async (stream, streamViewType) => {
    const inputs = await tableOf({ partitionKey: "id", stream });
    expect(inputs).toMatchObject({ streamEnabled: true, streamViewType });
  });

  test("is refused with all problems at once when DynamoDB would refuse it", async () => {
    const indexes = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`index-${i}`, { partitionKey: "id" }]),
    );
    const message = await errorOf(
      () =>
        void new Table("users", {
          partitionKey: "id",
          sortKey: { name: "id", type: "number" },
          indexes: { ...indexes, "a b": { partitionKey: "email" } },
          hashKey: "id",
        } as TableArgs),
    );
    expect(message.split("\n")).toEqual([
      'Table "users" of service shop has 4 problem(s):',
      expect.stringContaining("hashKey: there is no such argument"),
      "  - indexes: 21 given; 20 are allowed.",
      '  - indexes: the name "a b" needs 3 to 255 letters, digits, "_", "-" or ".".',
      "  - The attribute id has two types; an attribute has one.",
    ]);
  });

  test.each([
    [{}, "partitionKey: it is missing; name the attribute that identifies an item."],
    [
      { partitionKey: { name: "id", type: "uuid" } },
      'partitionKey.type: "uuid" given; "string", "number" and "binary" are allowed.',
    ],
    [
      { partitionKey: "id", stream: "all" },
      'stream: "all" given; "keys-only", "new", "old" and "both" are allowed.',
    ],
    [{ partitionKey: "id", sortKey: "id" }, "sortKey: id is the partition key too; name another attribute."],
    [{ partitionKey: "id", indexes: { all: {} } }, "indexes.all.partitionKey: it is missing"],
    [
      { partitionKey: "id", indexes: { all: { partitonKey: "a", partitionKey: "a" } } },
      "indexes.all.partitonKey: there is no such argument; did you mean partitionKey?",
    ],
  ])("%j is refused", async (args, problem) => {
    const message = await errorOf(() => void new Table("users", args as unknown as TableArgs));
    expect(message).toContain('Table "users" of service shop has 1 problem(s):');
    expect(message).toContain(`  - ${problem}`);
  });
});

describe("linking a table", () => {
  const args: TableArgs = { partitionKey: "id", indexes: { byEmail: { partitionKey: "email" } } };
  test.each([
    ["the table itself", (users: Table<"users">) => users, [...new Set([...reads, ...writes])].sort()],
    ["its read", (users: Table<"users">) => users.read, reads],
    ["its write", (users: Table<"users">) => users.write, writes],
    ["its put", (users: Table<"users">) => users.put, puts],
  ] as const)(
    "%s allows exactly those actions on the table, and queries and scans on its indexes",
    async (_, linked, actions) => {
      const graph = await graphOfProgram(() => {
        const users = new Table("users", args);
        new Function("worker", { handler: "src/handler.ts", link: [linked(users)] });
      });
      expect(inputsOf(graph, "worker-function").environment).toMatchObject({
        variables: { USERS_TABLE_NAME: "shop-prod-users" },
      });
      const own = statements(graph, "worker-policy").filter(({ resources }) => resources[0]?.startsWith(arn));
      expect(own.map((one) => ({ ...one, actions: [...one.actions].sort() }))).toEqual([
        { effect: "Allow", actions, resources: [arn] },
        // AWS: "Actions, resources, and condition keys for Amazon DynamoDB": of these only Query and Scan have the type index.
        ...(actions.includes("dynamodb:Query")
          ? [
              {
                effect: "Allow",
                actions: ["dynamodb:Query", "dynamodb:Scan"],
                resources: [`${arn}/index/byEmail`],
              },
            ]
          : []),
      ]);
    },
  );
});
