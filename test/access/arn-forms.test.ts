import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { typesOf } from "../../platform/access/arn-forms.ts";
import { serviceOf } from "../../platform/access/reference.ts";

const own = "arn:aws:dynamodb:eu-west-1:123456789012:table";

// AWS: "Actions, resources, and condition keys for Amazon DynamoDB", "... for Amazon S3", "... for Amazon CloudWatch Logs":
// tables of resource types.
describe("the types of resources that an ARN may be of", () => {
  test.each<[string, string, string[]]>([
    ["dynamodb", `${own}/orders`, ["table"]],
    ["dynamodb", `${own}/orders/stream/2026`, ["stream"]],
    ["dynamodb", `${own}/orders/stream/*`, ["stream"]],
    ["dynamodb", `${own}/orders/index/byDay`, ["index"]],
    ["dynamodb", `${own}/orders/*`, ["backup", "export", "import", "index", "stream", "table"]],
    ["dynamodb", "arn:aws:dynamodb:eu-west-1:123456789012:tables/orders", []],
    ["s3", "arn:aws:s3:::photos", ["bucket"]],
    ["s3", "arn:aws:s3:::photos/*", ["object"]],
    ["logs", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn", ["log-group"]],
    ["logs", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn:*", ["log-group", "log-stream"]],
    ["sqs", "arn:aws:sqs:*", ["queue"]],
  ])("%s: %s", (service, arn, types) => {
    expect(typesOf(serviceOf(service)!, arn).sort()).toEqual(types);
  });

  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  test("have the type of every resource that a pattern reaches", () => {
    const at = fc.record({ table: name, label: name, from: fc.nat(20), length: fc.nat(20) });
    fc.assert(
      fc.property(at, ({ table, label, from, length }) => {
        const arn = `${own}/${table}/stream/${label}`;
        const start = arn.indexOf("table/") + (from % (arn.length - arn.indexOf("table/")));
        const pattern = `${arn.slice(0, start)}*${arn.slice(start + length)}`;
        expect(typesOf(serviceOf("dynamodb")!, pattern)).toContain("stream");
        const single = `${arn.slice(0, start)}?${arn.slice(start + 1)}`;
        expect(typesOf(serviceOf("dynamodb")!, single)).toContain("stream");
      }),
      { numRuns: 60 },
    );
  });
});
