import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../../../../platform/fleet/impact/index.ts";
import { foldsOf } from "../../../../platform/fleet/impact/report/fold.ts";
import { graphs, graphWith, resourceOf } from "../support.ts";

test("folding loses nothing: each change of each property is in one line, each other operation in one", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(graphs, graphs), { maxLength: 3 }), (pairs) => {
      const impacts = pairs.map(([before, after], i) => ({ ...compare(before, after), service: `s${i}` }));
      const told = foldsOf(impacts).flatMap(({ changes, property }) =>
        changes.map(({ service, change }) =>
          [service, change.urn, change.operation, property?.path ?? ""].join(" "),
        ),
      );
      const wanted = impacts.flatMap(({ service, changes }) =>
        changes.flatMap(({ urn, operation, properties }) =>
          operation === "update" || operation === "same"
            ? properties.map(({ path }) => [service, urn, operation, path].join(" "))
            : [[service, urn, operation, ""].join(" ")],
        ),
      );
      expect(told.sort()).toEqual(wanted.sort());
    }),
  );
});

test("a default that changes is one line for all services", () => {
  const graph = (delaySeconds: number, names: readonly string[]) =>
    graphWith(names.map((name) => resourceOf("aws:sqs/queue:Queue", name, { inputs: { delaySeconds } })));
  const impacts = [["a", "b"], ["c"]].map((names, i) => ({
    ...compare(graph(10, names), graph(15, names)),
    service: `service-${i}`,
  }));
  expect(foldsOf(impacts)).toEqual([
    expect.objectContaining({
      operation: "update",
      property: { path: "delaySeconds", before: 10, after: 15 },
      changes: expect.arrayContaining([expect.anything(), expect.anything(), expect.anything()]),
    }),
  ]);
});
