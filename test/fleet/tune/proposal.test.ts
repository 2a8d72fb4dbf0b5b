import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propose, sizesAround, timeoutFor } from "../../../platform/fleet/tune/proposal.ts";
import { readResult } from "../../../platform/fleet/tune/result.ts";
import { output, stats } from "./support.ts";

const memory = fc.integer({ min: 128, max: 10_240 });
const seconds = fc.integer({ min: 1, max: 900 });
const p99 = fc.double({ min: 0, max: 2_000_000, noNaN: true });
const limit = fc.constantFrom(undefined, 29, 5);

describe("the sizes to measure", () => {
  test("are a quarter to four times the present one", () => {
    expect(sizesAround(512)).toEqual([128, 256, 512, 1024, 2048]);
    expect(sizesAround(128)).toEqual([128, 256, 512]);
    expect(sizesAround(1769)).toEqual([442, 885, 1769, 3008]);
    expect(sizesAround(10_240)).toEqual([2560, 5120, 10_240]);
  });

  test("are always within Lambda's limits, ascending, different, and have the present one among them", () => {
    fc.assert(
      fc.property(memory, (present) => {
        const sizes = sizesAround(present);
        expect(sizes).toContain(present);
        expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
        expect(sizes.length).toBeGreaterThanOrEqual(2);
        for (const size of sizes) expect(Number.isInteger(size) && size >= 128 && size <= 10_240).toBe(true);
        // New accounts refuse more than 3,008 MB: nobody who is below is sent above.
        expect(sizes.at(-1)).toBeLessThanOrEqual(Math.max(present, 3_008));
      }),
    );
  });
});

describe("the timeout", () => {
  test("is three times the p99, in whole seconds", () => {
    expect(timeoutFor(1_500, 30)).toBe(5);
    expect(timeoutFor(20, 30)).toBe(1);
  });

  test("stays where it is between two and three times of it", () => {
    expect(timeoutFor(5_000, 10)).toBe(10);
    expect(timeoutFor(5_000, 15)).toBe(15);
    expect(timeoutFor(5_000, 9)).toBe(15);
    expect(timeoutFor(5_000, 16)).toBe(15);
  });

  test("is a second at least, and never more than Lambda or the caller allows", () => {
    fc.assert(
      fc.property(p99, seconds, limit, (slow, now, most) => {
        const proposed = timeoutFor(slow, now, most);
        expect(Number.isInteger(proposed) && proposed >= 1 && proposed <= (most ?? 900)).toBe(true);
        if (slow * 2 <= (most ?? 900) * 1_000) expect(proposed * 1_000).toBeGreaterThanOrEqual(slow * 2);
      }),
    );
  });

  test("never falls when invocations get slower", () => {
    fc.assert(
      fc.property(p99, p99, seconds, limit, (a, b, now, most) => {
        const [faster, slower] = [
          timeoutFor(Math.min(a, b), now, most),
          timeoutFor(Math.max(a, b), now, most),
        ];
        expect(faster).toBeLessThanOrEqual(slower);
      }),
    );
  });

  test("stays once it was taken over", () => {
    fc.assert(
      fc.property(p99, seconds, limit, (slow, now, most) => {
        const proposed = timeoutFor(slow, now, most);
        expect(timeoutFor(slow, proposed, most)).toBe(proposed);
      }),
    );
  });
});

describe("a proposal", () => {
  const target = { memory: 512, timeout: 10, limit: undefined };
  const result = readResult(output);

  test("scales the p99 by what was measured at both sizes", () => {
    const { memory: size, timeout, reasons } = propose(target, result, { invocations: 500, p99: 8_000 });
    expect([size, timeout]).toEqual([1024, 10]);
    expect(reasons[0]).toContain("8.00 s at 512 MB on the slowest day, so about 4.00 s at 1024 MB");
    expect(propose(target, result, { invocations: 500, p99: 12_000 }).timeout).toBe(18);
  });

  test("leaves the timeout where there is too little traffic, and says so", () => {
    for (const traffic of [
      { invocations: 0, p99: undefined },
      { invocations: 99, p99: 8_000 },
    ]) {
      const { timeout, reasons } = propose(target, result, traffic);
      expect(timeout).toBe(10);
      expect(reasons[0]).toContain(`${traffic.invocations} real invocations are too few for a p99`);
    }
    expect(propose(target, result, { invocations: 100, p99: 8_000 }).reasons[0]).toContain("p99 of 100");
  });

  test("warns where even the average nearly takes the timeout that stays", () => {
    const slow = { memory: 1024, measurements: [{ memory: 1024, duration: 6_000, cost: 1 }] };
    expect(propose(target, slow, { invocations: 0, p99: undefined }).reasons[1]).toBe(
      "It is short: an average invocation takes 6.00 s of its 10 s.",
    );
  });

  test("leaves the timeout where the present size was not measured", () => {
    const { timeout, reasons } = propose({ ...target, memory: 640 }, result, {
      invocations: 500,
      p99: 8_000,
    });
    expect([timeout, reasons]).toEqual([
      10,
      ["The timeout stays: 640 MB, which the p99 is of, was not measured."],
    ]);
  });

  test("stays below what API Gateway waits for, and says that it does", () => {
    const behind = { ...target, limit: { seconds: 29, caller: "API Gateway" } };
    const { timeout, reasons } = propose(behind, result, { invocations: 500, p99: 60_000 });
    expect(timeout).toBe(29);
    expect(reasons[1]).toContain("API Gateway waits for 29 s at most, less than 2 times the p99");
  });
});

describe("the result of Power Tuning", () => {
  const measurements = stats.map(({ value, averageDuration, averagePrice }) => ({
    memory: value,
    duration: averageDuration,
    cost: averagePrice,
  }));
  /** As Power Tuning writes it: little-endian, base64. */
  const encoded = (
    numbers: readonly number[],
    array: { from(numbers: readonly number[]): Int16Array | Float32Array },
  ) => Buffer.from(new Uint8Array(array.from(numbers).buffer)).toString("base64");

  test("is read from its averages, in order of size, those that failed left out", () => {
    const more = {
      ...output,
      power: "1024",
      stats: [{ value: 3008, averageDuration: 0, averagePrice: 0 }, ...stats].reverse(),
    };
    expect(readResult(more)).toEqual({ memory: 1024, measurements, spent: 0.0017 });
  });

  test.each(["results", "output"])("is found inside %s too, as its documentation has it", (key) => {
    expect(readResult({ [key]: output }).measurements).toEqual(measurements);
  });

  test("is read from the address of the visualisation where there are no averages", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(memory, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 1, max: 900_000, noNaN: true }),
        (sizes, duration) => {
          const [durations, costs] = [sizes.map((_, i) => duration + i), sizes.map((_, i) => i * 1e-7)];
          const visualization = `https://lambda-power-tuning.show/#${encoded(sizes, Int16Array)};${encoded(durations, Float32Array)};${encoded(costs, Float32Array)}`;
          const result = readResult({ power: sizes[0], stateMachine: { visualization } });
          const ordered = sizes.map((size, i) => ({ size, duration: durations[i]!, cost: costs[i]! }));
          ordered.sort((a, b) => a.size - b.size);
          expect(result.measurements.map((one) => one.memory)).toEqual(ordered.map(({ size }) => size));
          for (const [i, one] of result.measurements.entries()) {
            expect(one.duration).toBeCloseTo(ordered[i]!.duration, -1);
            expect(one.cost).toBeCloseTo(ordered[i]!.cost, 12);
          }
        },
      ),
    );
  });

  test.each([
    undefined,
    null,
    {},
    { power: 512 },
    { power: 3008, stats },
    { power: 512, stats: "none" },
    [],
    "text",
  ])("%j is refused, not guessed at", (value) => {
    expect(() => readResult(value)).toThrow("Power Tuning's result can't be read");
  });
});
