import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../../platform/engine/index.ts";
import { type Change, compare } from "../../../../platform/fleet/impact/index.ts";
import { graphs, graphWith, resourceOf } from "../support.ts";

const changesOf = (before: Graph, after: Graph) => compare(before, after).changes;

test("a graph changes nothing against itself", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(changesOf(graph, graph)).toEqual([]);
    }),
  );
});

test("the order in which a program registers its resources and names their inputs doesn't matter", () => {
  fc.assert(
    fc.property(graphs, graphs, (before, after) => {
      const turned = new Graph({
        ...after,
        resources: after.resources
          .map((one) => ({ ...one, inputs: Object.fromEntries(Object.entries(one.inputs).reverse()) }))
          .reverse(),
      });
      expect(changesOf(after, turned)).toEqual([]);
      expect(changesOf(before, turned)).toEqual(changesOf(before, after));
    }),
  );
});

test("the order of members and the space in a policy's JSON don't matter", () => {
  const policy = fc.dictionary(fc.constantFrom("Version", "Id", "x", "y"), fc.jsonValue({ maxDepth: 2 }));
  const graph = (text: string) =>
    graphWith([
      resourceOf("aws:sqs/queuePolicy:QueuePolicy", "policy", { inputs: { queueUrl: "q", policy: text } }),
    ]);
  fc.assert(
    fc.property(policy, (document) => {
      const other = Object.fromEntries(Object.entries(document).reverse());
      expect(changesOf(graph(JSON.stringify(document)), graph(JSON.stringify(other, null, 2)))).toEqual([]);
    }),
  );
});

test("the way back undoes the way there: what comes goes, and values change places", () => {
  fc.assert(
    fc.property(graphs, graphs, (before, after) => {
      const [there, back] = [changesOf(before, after), changesOf(after, before)];
      const names = (changes: readonly Change[], wanted: string) =>
        changes.filter(({ operation }) => operation === wanted).map(({ urn }) => urn);
      expect(names(back, "create")).toEqual(names(there, "delete"));
      expect(names(back, "delete")).toEqual(names(there, "create"));
      // What comes from a resource that is made anew is known to neither way.
      const values = (changes: readonly Change[]) =>
        changes.flatMap(({ urn, properties }) =>
          properties
            .filter(({ perhaps }) => !perhaps)
            .map(({ path, before: old, after: now }) => ({ urn, path, old, now })),
        );
      expect(values(back)).toEqual(
        values(there).map(({ old, now, ...one }) => ({ ...one, old: now, now: old })),
      );
    }),
  );
});

test("every resource of which an input differs is named, and no other without a reason", () => {
  fc.assert(
    fc.property(graphs, graphs, (before, after) => {
      const changes = changesOf(before, after);
      for (const resource of after.resources) {
        const old = before.byUrn(resource.urn);
        const change = changes.find(({ urn }) => urn === resource.urn);
        if (!old) expect(change?.operation).toBe("create");
        else if (
          JSON.stringify(Object.entries(old.inputs).sort()) !==
          JSON.stringify(Object.entries(resource.inputs).sort())
        )
          expect(change).toBeDefined();
        else if (change && change.operation !== "same")
          // It comes from a resource that is made anew, or goes before one.
          expect(
            change.perhaps || change.after || change.properties.some(({ perhaps }) => perhaps),
          ).toBeTruthy();
      }
    }),
  );
});
