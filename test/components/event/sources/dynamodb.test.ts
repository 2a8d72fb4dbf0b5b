import { describe, expect, test } from "vitest";
import { Event, Table } from "../../../../platform/index.ts";
import { errorOf, inputsOf, statements } from "../../../support/index.ts";
import { deadLetters, eventOf, handler, mapping, refused, tableStreamArn } from "./support.ts";

describe("an event of a table's stream", async () => {
  const graph = await eventOf("dynamodb");

  test("polls the table's stream with the same bounds", () => {
    expect(inputsOf(graph, "tracks-mapping")).toEqual({ ...mapping, eventSourceArn: tableStreamArn });
  });

  test("may read that stream, list streams, and report what it gives up", () => {
    expect(statements(graph, "tracks-handler-policy").slice(-3)).toEqual([
      {
        effect: "Allow",
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [tableStreamArn],
      },
      // AWS: "Actions, resources, and condition keys for Amazon DynamoDB": ListStreams has no resource type.
      { effect: "Allow", actions: ["dynamodb:ListStreams"], resources: ["*"] },
      { effect: "Allow", actions: ["sqs:SendMessage"], resources: [deadLetters] },
    ]);
  });

  test("needs a table that has a stream", async () => {
    const message = await errorOf(() => {
      const table = new Table("carts", { partitionKey: "id" });
      new Event("tracks", { source: { type: "dynamodb", table }, handler });
    });
    expect(message).toContain('source.table: carts has no stream; make it with stream: "both"');
  });

  test.each([
    [{ table: undefined }, "source.table: undefined given; a Table is expected"],
    [{ consumer: true }, "source.consumer: there is no such argument"],
    [
      { maxRecordAge: 86_401 },
      "source.maxRecordAge: 86401 s are longer than DynamoDB keeps changes, 86400 s",
    ],
    [
      { startingPosition: { timestamp: "2026-01-31T02:00:00Z" } },
      'source.startingPosition: {"timestamp":"2026-01-31T02:00:00Z"} given; "TRIM_HORIZON" and "LATEST" are allowed.',
    ],
  ])("refuses %j", async (source, problem) => {
    expect(await refused("dynamodb", source)).toContain(problem);
  });
});
