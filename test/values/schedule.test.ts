import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSchedule, checkTimezone, parseSchedule, ValueError } from "../../platform/values/schedule.ts";

const start = new Date("2026-11-23T10:00:00Z");

function runs(expression: string, after: string, timezone = "UTC", count = 3): string[] {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  let date: Date | undefined = new Date(after);
  while (found.length < count) {
    date = schedule.next(date, { timezone, start });
    if (!date) break;
    found.push(date.toISOString().slice(0, 16));
  }
  return found;
}

describe("a rate", () => {
  test("counts from the start of the schedule, not from the hour", () => {
    expect(runs("rate(5 minutes)", "2026-11-23T10:07:30Z")).toEqual([
      "2026-11-23T10:10",
      "2026-11-23T10:15",
      "2026-11-23T10:20",
    ]);
  });

  test("runs first at its start", () => {
    expect(runs("rate(2 hours)", "2026-11-20T00:00:00Z", "UTC", 2)).toEqual([
      "2026-11-23T10:00",
      "2026-11-23T12:00",
    ]);
  });

  test("of a day is 24 hours, also when the clocks change", () => {
    expect(runs("rate(1 day)", "2027-03-27T10:00:00Z", "Europe/Berlin", 2)).toEqual([
      "2027-03-28T10:00",
      "2027-03-29T10:00",
    ]);
  });

  test.each(["rate(1 minute)", "rate(1 minutes)", "rate(1 hours)", "rate(7 days)", "rate(36500 days)"])(
    "%s can be used",
    (expression) => expect(checkSchedule(expression)).toEqual([]),
  );

  test.each(["rate(0 minutes)", "rate(-1 days)", "rate(5 seconds)", "rate(5  minutes)", "rate(99999 days)"])(
    "%s is refused with an example",
    (expression) => expect(checkSchedule(expression)).toEqual([expect.stringContaining("rate(5 minutes)")]),
  );
});

describe("a cron expression", () => {
  test.each([
    ["0/15 * * * ? *", ["2026-11-23T10:15", "2026-11-23T10:30"]],
    ["0 18 ? * 2-6 *", ["2026-11-23T18:00", "2026-11-24T18:00"]],
    ["15 10 ? * 6L *", ["2026-11-27T10:15", "2026-12-25T10:15"]],
    ["15 10 ? * FRI#3 *", ["2026-12-18T10:15", "2027-01-15T10:15"]],
    ["0 10 ? * L *", ["2026-11-28T10:00", "2026-12-05T10:00"]],
    ["0 0 L * ? *", ["2026-11-30T00:00", "2026-12-31T00:00"]],
    ["0 0 LW * ? *", ["2026-11-30T00:00", "2026-12-31T00:00"]],
    ["0 8 15W * ? *", ["2026-12-15T08:00", "2027-01-15T08:00"]],
    ["30 6 29 2 ? *", ["2028-02-29T06:30", "2032-02-29T06:30"]],
    ["0 9 1 1,7 ? 2027-2030", ["2027-01-01T09:00", "2027-07-01T09:00"]],
    ["0 0 1 JAN ? 2026/3", ["2029-01-01T00:00", "2032-01-01T00:00"]],
    ["0 0 ? * 1 *", ["2026-11-29T00:00", "2026-12-06T00:00"]],
  ])("cron(%s) runs on the days AWS describes", (fields, expected) => {
    expect(runs(`cron(${fields})`, "2026-11-23T10:07:30Z", "UTC", 2)).toEqual(expected);
  });

  test("is skipped where the clock jumps over its time", () => {
    expect(runs("cron(30 2 * * ? *)", "2027-03-27T00:00:00Z", "Europe/Berlin")).toEqual([
      "2027-03-27T01:30",
      "2027-03-29T00:30",
      "2027-03-30T00:30",
    ]);
  });

  test("runs once where its time comes twice", () => {
    expect(runs("cron(0/30 2 * * ? *)", "2026-10-24T12:00:00Z", "Europe/Berlin")).toEqual([
      "2026-10-25T00:00",
      "2026-10-25T00:30",
      "2026-10-26T01:00",
    ]);
  });

  test("has no next run after its last year", () => {
    expect(runs("cron(0 0 1 1 ? 2027)", "2026-11-23T00:00:00Z")).toEqual(["2027-01-01T00:00"]);
  });

  test("reports every field that is wrong, with what is allowed", () => {
    const problems = checkSchedule("cron(61 25 ? 13 8 1900)");
    expect(problems).toHaveLength(5);
    expect(problems[0]).toContain('minutes is "61"; allowed are 0-59');
    expect(problems[3]).toContain("SUN-SAT");
  });

  test.each(["cron(0 2 * * * *)", "cron(0 2 ? * ? *)", "cron(0 2 1 * MON *)"])(
    "%s is refused: exactly one of the two day fields must be ?",
    (expression) => expect(checkSchedule(expression)).toEqual([expect.stringContaining("exactly one")]),
  );

  test.each([
    ["cron(0 2 * * ?)", "5 field(s)"],
    ["cron(0 2 ? * MON#1,TUE#2 *)", "day-of-week"],
    ["cron(0 2 ? * FRI-MON *)", "day-of-week"],
    ["cron(0/0 2 * * ? *)", "minutes"],
    ["cron(0 2 L-3 * ? *)", "day-of-month"],
    ["cron(0 2 30 2 ? *)", "never runs"],
    ["0 2 * * *", "allowed forms"],
    ["", "allowed forms"],
    [`cron(${"1,".repeat(200)}1 2 * * ? *)`, "up to 256"],
  ])("%s is refused in words", (expression, words) => {
    expect(checkSchedule(expression)).toEqual([expect.stringContaining(words)]);
  });
});

describe("a one-time schedule", () => {
  test("is read in its time zone and runs once", () => {
    expect(runs("at(2027-01-05T09:00:00)", "2026-11-23T00:00:00Z", "Asia/Tokyo")).toEqual([
      "2027-01-05T00:00",
    ]);
  });

  test.each(["at(2027-02-30T00:00:00)", "at(2027-01-05T24:00:00)", "at(2027-01-05T09:00:00Z)", "at(soon)"])(
    "%s is refused with an example",
    (expression) =>
      expect(checkSchedule(expression)).toEqual([expect.stringContaining("at(2030-01-31T09:00:00)")]),
  );
});

test("parsing an invalid schedule throws all its problems", () => {
  expect(() => parseSchedule("cron(61 25 * * ? *)")).toThrow(ValueError);
  expect(() => parseSchedule("cron(61 25 * * ? *)")).toThrow(/minutes[\s\S]*hours/);
});

const fieldish = fc.oneof(
  fc.constantFrom(
    "*",
    "?",
    "L",
    "W",
    "LW",
    "1",
    "5/2",
    "*/3",
    "1-5",
    "MON",
    "MONL",
    "MON#1",
    "JAN",
    "2,4",
    "31W",
  ),
  fc.string({ maxLength: 4 }),
);
const expressions = fc.oneof(
  fc.string(),
  fc.array(fieldish, { minLength: 5, maxLength: 7 }).map((fields) => `cron(${fields.join(" ")})`),
  fc
    .tuple(
      fc.oneof(fc.integer(), fc.bigInt()),
      fc.constantFrom("minute", "minutes", "hours", "days", "weeks"),
    )
    .map(([value, unit]) => `rate(${value} ${unit})`),
  fc
    .date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => `at(${date.toISOString().slice(0, 19)})`),
);

test("any string gives a schedule whose runs lie after the given date, or problems in words", () => {
  const dates = fc.date({ min: new Date("1971-01-01"), max: new Date("2190-01-01"), noInvalidDate: true });
  const zones = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
  );
  fc.assert(
    fc.property(expressions, dates, zones, (expression, after, timezone) => {
      const problems = checkSchedule(expression);
      if (problems.length > 0) {
        for (const problem of problems) expect(problem).toMatch(/ .*[.)]$/s);
        expect(() => parseSchedule(expression)).toThrow(ValueError);
        return;
      }
      const next = parseSchedule(expression).next(after, { timezone, start });
      if (next) expect(next.getTime()).toBeGreaterThan(after.getTime());
      else expect(expression).toMatch(/^(at|cron)/);
    }),
    { numRuns: 500 },
  );
});

describe("a time zone", () => {
  test.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Calcutta"])(
    "%s is known",
    (zone) => expect(checkTimezone(zone)).toEqual([]),
  );

  test.each([
    ["europe/berlin", 'written "Europe/Berlin"'],
    ["+02:00", "IANA name"],
    ["Mars/Olympus", "unknown"],
    ["", "IANA name"],
  ])("%j is refused in words", (zone, words) => {
    expect(checkTimezone(zone)).toEqual([expect.stringContaining(words)]);
  });

  test("any string gives no exception", () => {
    fc.assert(
      fc.property(fc.string(), (zone) => checkTimezone(zone).every((problem) => problem.length > 20)),
    );
  });
});
