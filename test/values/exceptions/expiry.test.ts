import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf, daysLeft, isDay } from "../../../platform/values/exceptions/expiry.ts";

describe("the day on which an exception ends", () => {
  test.each(["2027-03-31", "2028-02-29", "2000-02-29"])("%s is a day", (day) => {
    expect(isDay(day)).toBe(true);
  });

  test.each(["2027-02-29", "2100-02-29", "2027-13-01", "2027-04-31", "31.3.2027", "2027-3-31", "", 20270331])(
    "%j is none",
    (day) => {
      expect(isDay(day)).toBe(false);
    },
  );

  test("still belongs to it, in UTC: the exception has expired on the day after", () => {
    const at = (moment: string) => daysLeft("2027-03-31", dayOf(new Date(moment)));
    expect(at("2027-03-31T00:00:00Z")).toBe(0);
    expect(at("2027-03-31T23:59:59.999Z")).toBe(0);
    expect(at("2027-04-01T00:00:00Z")).toBe(-1);
    expect(at("2027-04-01T00:30:00+02:00")).toBe(0);
  });

  test("is as many days away as there are midnights until then, over leap years and changes of the clock", () => {
    const day = fc.integer({ min: 0, max: 40_000 });
    fc.assert(
      fc.property(day, day, (from, to) => {
        const [today, expires] = [from, to].map((days) => dayOf(new Date(Date.UTC(2000, 0, 1 + days))));
        expect(isDay(today)).toBe(true);
        expect(daysLeft(expires!, today!)).toBe(to - from);
      }),
    );
  });
});
