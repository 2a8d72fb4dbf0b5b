import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyFilter, keyOf } from "../../platform/values/s3-keys.ts";

/** Any characters, surrogates only in pairs. */
const character = fc
  .oneof(
    fc.integer({ min: 1, max: 0xff }),
    fc.integer({ min: 0x100, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));

describe("a part of a key in the filter of a notification", () => {
  // AWS: "Configuring event notifications using object key name filtering" (a space is "+", what isn't among the "Safe
  // characters" of "Naming Amazon S3 objects" is percent-encoded). The second is what aws-cdk's pull request 28012 found
  // to work, the third how S3 itself encodes keys in notifications (aws-sdk-net, issue 640).
  test.each([
    ["in put/v=1/", "in+put/v%3D1/"],
    ["business_config_snapshot/schemaVersion=1/", "business_config_snapshot/schemaVersion%3D1/"],
    ["this im + age blah.txt", "this+im+%2B+age+blah.txt"],
    ["a-Z_0.9!*'()/", "a-Z_0.9!*'()/"],
    ["größe~100%", "gr%C3%B6%C3%9Fe%7E100%25"],
  ])("%s is written %s", (given, written) => {
    expect(keyFilter(given)).toBe(written);
  });

  test("is the same once it is decoded as a form, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: character }), (part) => {
        expect(keyFilter(part)).toMatch(/^[\w.!*'()/+%-]*$/);
        expect(new URLSearchParams(`key=${keyFilter(part)}`).get("key")).toBe(part);
        expect(keyOf(keyFilter(part))).toBe(part);
      }),
    );
  });
});
