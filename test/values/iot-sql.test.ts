import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkIotSql } from "../../platform/values/iot-sql.ts";

const check = (sql: unknown) => checkIotSql("sql", sql);

describe("SQL of AWS IoT", () => {
  test.each([
    "SELECT * FROM 'devices/state'",
    "select temperature as t, topic(2) as device from 'devices/+/state' where temperature > 50",
    "SELECT\n  (SELECT v FROM e WHERE n = 'temperature') AS t\nFROM 'a/#'",
    "SELECT 'FROM' AS word FROM '#'",
    "SELECT {'a': x} AS o FROM '$aws/things/+/shadow/update' WHERE (x > 1)",
    "SET @a = x SELECT @a FROM 'a' WHERE y = 'it''s'",
  ])("%j is taken", (sql) => {
    expect(check(sql)).toEqual([]);
  });

  test.each<[unknown, string]>([
    [undefined, "undefined given; a statement is expected, such as SELECT * FROM"],
    ["", "a statement is expected"],
    ["UPDATE x", 'it begins with "UPDATE"; SELECT is expected'],
    ["SELECT *", "there is no FROM; it is expected"],
    ["SET @a = 1", "there is no SELECT; it is expected"],
    ["SELECT FROM 'a'", "SELECT names nothing"],
    ["SELECT * FROM devices/state", "a topic filter in single quotes is expected behind FROM"],
    ['SELECT * FROM "devices"', "a topic filter in single quotes is expected behind FROM"],
    ["SELECT * FROM 'a", "a quotation mark is not closed."],
    ["SELECT * FROM 'a' LIMIT 1", '"LIMIT" behind the topic filter; only WHERE may follow.'],
    ["SELECT * FROM 'a' WHERE", "WHERE has no condition"],
    ["SELECT * FROM 'a/#/b'", 'has a "#" that isn\'t its last level'],
    ["SELECT * FROM 'a/b+'", 'has a "+" or "#" beside other characters'],
    ["SELECT * FROM 'a/b/c/d/e/f/g/h/i'", "has 8 slashes; up to 7 are allowed."],
    [`SELECT * FROM '${"ü".repeat(129)}'`, "has 258 bytes; up to 256 are allowed."],
  ])("%j is refused", (sql, problem) => {
    expect(check(sql).join("\n")).toContain(problem);
  });
});

const level = fc.oneof(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), fc.constant("+"));

test("every statement of a well-formed topic filter is taken, whatever its fields are called", () => {
  fc.assert(
    fc.property(
      fc.array(level, { minLength: 1, maxLength: 7 }),
      fc.boolean(),
      fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 1, maxLength: 3 }),
      (levels, rest, fields) => {
        const words = ["from", "where", "select", "set"];
        fc.pre(!fields.some((field) => words.includes(field)));
        const filter = [...levels, ...(rest ? ["#"] : [])].join("/");
        expect(check(`SELECT ${fields.join(", ")} FROM '${filter}' WHERE ${fields[0]} > 1`)).toEqual([]);
      },
    ),
  );
});

test("whatever is given, the answer is a list of sentences that say where", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.jsonValue(),
        fc.string().map((text) => `SELECT ${text}`),
      ),
      (sql) => {
        for (const problem of check(sql)) expect(problem).toMatch(/^sql: .*[.']$/s);
      },
    ),
  );
});
