import { describe, expect, test } from "vitest";
import { Bucket } from "../../../platform/index.ts";
import { because, errorOf } from "../../support/index.ts";

describe("a bucket refuses", () => {
  const refused = (args: object) => errorOf(() => void new Bucket("photos", args));

  test("all that is wrong at once", async () => {
    const message = await refused({
      versionned: true,
      versioned: because(false),
      noncurrentVersionDays: 0,
      expireAfter: { ["x".repeat(1_025)]: 7, "": 0 },
      cors: { origins: [], methods: ["PATCH"], maxAge: -1 },
      transform: { acl: {} },
    });
    expect(message.split("\n")).toEqual([
      'Bucket "photos" of service shop has 9 problem(s):',
      "  - versionned: there is no such argument; did you mean versioned?",
      expect.stringContaining("  - transform.acl: there is no such argument; did you mean "),
      '  - expireAfter[""]: 0 given; whole numbers from 1 to 2147483647 days are allowed.',
      expect.stringMatching(/^ {2}- expireAfter\["x+"\]: 1025 bytes; up to 1024 are allowed\.$/),
      "  - noncurrentVersionDays: 0 given; whole numbers from 1 to 2147483647 days are allowed.",
      "  - noncurrentVersionDays: without versions there is nothing to keep; leave it out, or versioned.",
      '  - cors.origins: there is none; name at least one, such as "https://shop.example.com".',
      '  - cors.methods: "PATCH" given; "GET", "PUT", "POST", "HEAD" and "DELETE" are allowed.',
      "  - cors.maxAge: -1 given; whole numbers from 0 to 2147483647 seconds are allowed.",
    ]);
  });

  test("a transform of what it doesn't have", async () => {
    expect(await refused({ transform: { cors: {} } })).toContain(
      "there is no such part without cors; set it.",
    );
  });

  test("a second configuration of notifications, which would replace the first", async () => {
    const twice = (...calls: [string, object][]) =>
      errorOf(() => {
        const photos = new Bucket("photos");
        for (const [by, notifications] of calls) photos.notify(by, notifications);
      });
    const message = 'a bucket has one configuration of notifications, and Event "a" has it';
    expect(await twice(['Event "a"', {}], ['Event "b"', {}])).toContain(message);
    expect(await twice(['Event "a"', {}], ['Event "b"', { eventbridge: true }])).toContain(message);
    expect(await twice(['Event "a"', { eventbridge: true }], ['Event "b"', {}])).toContain(
      "EventBridge has it",
    );
  });
});
