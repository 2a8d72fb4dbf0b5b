import { expect, test } from "vitest";
import { Bucket, exempt } from "../../../platform/index.ts";
import { ledgerIn } from "../../../platform/policies/ledger.ts";
import { errorOf, graphOfProgram } from "../../support/index.ts";

const exception = { reason: "The partner can't sign requests.", owner: "crew", expires: "2099-12-31" };

test("an exemption stands in the graph, as the program states it, and makes nothing in AWS", async () => {
  const graph = await graphOfProgram(() => {
    new Bucket("files");
    exempt("public-function-urls", "api-handler", exception);
  });
  const [entry, ...more] = ledgerIn(graph);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    kind: "exemption",
    entry: { rule: "public-function-urls", resource: "api-handler", ...exception },
    resource: { custom: false, type: "platform:index:Exemption" },
  });
  expect(graph.placesOf(entry!.resource.urn).some((place) => place.includes("exempt.test.ts:"))).toBe(true);
});

test("an exemption without a reason, an owner and a day is refused, all problems together", async () => {
  const incomplete = { reason: " ", expires: "2027-02-30", until: "later" };
  const text = await errorOf(() =>
    exempt("public-function-urls", "", incomplete as unknown as typeof exception),
  );
  expect(text.split("\n")).toEqual([
    'exempt("public-function-urls", "") of service shop has 5 problem(s):',
    '  - resource: "" given; the logical name of a resource is expected, as the plan has it.',
    "  - until: there is no such argument; did you mean owner?",
    '  - reason: " " given; a sentence is expected that tells why.',
    '  - owner: The owner\'s name is missing; give one, such as "payments".',
    '  - expires: "2027-02-30" given; the last day that it holds is expected, such as "2027-03-31".',
  ]);
});
