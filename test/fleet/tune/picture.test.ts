import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amount, pictureOf } from "../../../platform/fleet/tune/picture.ts";
import { pageOf, type Report } from "../../../platform/fleet/tune/report.ts";
import { readResult } from "../../../platform/fleet/tune/result.ts";
import { escaped } from "../../../platform/values/markup.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { execution, output } from "./support.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const token = /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const reference = /&(?!(amp|lt|gt|quot|#39);)/;

/** The elements of a piece of XML; throws where it isn't well-formed: every tag is closed, no `<` or `&` is bare. */
function elementsOf(xml: string): Element[] {
  const [all, open]: Element[][] = [[], []];
  let end = 0;
  for (const [whole, closing, name, attributes = "", empty, text] of xml.matchAll(token)) {
    end += whole.length;
    if (reference.test(attributes + (text ?? ""))) throw new Error(`a bare & in ${whole}`);
    if (text !== undefined) {
      if (open!.at(-1)) open!.at(-1)!.text += text;
    } else if (closing) {
      if (open!.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
        ([, key, value]) => [key!, value!] as const,
      );
      const element = { name: name!, attributes: Object.fromEntries(pairs), text: "" };
      all!.push(element);
      if (!empty) open!.push(element);
    }
  }
  if (end !== xml.length || open!.length > 0)
    throw new Error(`not well-formed from ${xml.slice(end, end + 40)}`);
  return all!;
}

const { measurements } = readResult(output);
const picture = (over: object = {}) =>
  pictureOf({
    title: "worker of shop in dev",
    measurements,
    present: 512,
    proposed: 1024,
    currency: "USD",
    ...over,
  });
const ofClass = (elements: readonly Element[], kind: string) =>
  elements.filter(({ attributes }) => attributes.class === kind);

describe("the picture", () => {
  test("has a point of each series for each size, higher for more, further right for larger sizes", () => {
    const elements = elementsOf(picture());
    const durations = ofClass(elements, "duration-fill").slice(1);
    const costs = ofClass(elements, "cost-fill").slice(1);
    expect([durations.length, costs.length]).toEqual([5, 5]);
    const at = (list: readonly Element[], key: string) =>
      list.map(({ attributes }) => Number(attributes[key]));
    expect(at(durations, "cx")).toEqual([80, 230, 380, 530, 680]);
    const heights = at(durations, "cy");
    // 800 ms is the top of its axis, each half of it half as high above the bottom.
    expect(heights.slice(0, 4)).toEqual([112, 242, 307, 339.5]);
    expect(heights[4]).toBeGreaterThan(heights[3]!);
    const costHeights = at(costs, "y");
    expect(new Set(costHeights.slice(0, 4)).size).toBe(1);
    expect(costHeights[4]).toBeLessThan(costHeights[3]!);
  });

  test("names the sizes, both series with their units, the present and the proposed size", () => {
    const texts = elementsOf(picture())
      .filter(({ name }) => name === "text")
      .map(({ text }) => text);
    for (const text of [
      "128",
      "256",
      "512",
      "1024",
      "2048",
      "memory in MB",
      "average duration",
      "now: 512 MB",
      "proposed: 1024 MB",
    ])
      expect(texts).toContain(text);
    expect(texts).toContain("cost of a million invocations in USD");
  });

  test("says the same in words for who can't see it", () => {
    const description = elementsOf(picture()).find(({ name }) => name === "desc")?.text;
    expect(description).toContain("128 MB: 800 ms, 1.40 USD per million; 256 MB: 400 ms");
  });

  test("marks one size where it stays, and leaves out a present size that wasn't measured", () => {
    expect(picture({ proposed: 512 })).toContain("now and proposed: 512 MB");
    expect(picture({ present: 9_000 })).not.toContain("9000");
  });

  test("is well-formed and stays inside its frame, whatever was measured and however things are called", () => {
    const one = fc.record({
      memory: fc.integer({ min: 128, max: 10_240 }),
      duration: fc.double({ min: 0.1, max: 900_000, noNaN: true }),
      cost: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const some = fc.uniqueArray(one, { minLength: 1, maxLength: 12, selector: ({ memory }) => memory });
    fc.assert(
      fc.property(some, fc.string({ unit: anyCharacter }), (list, title) => {
        const sorted = list.toSorted((a, b) => a.memory - b.memory);
        const present = sorted[0]!.memory;
        const elements = elementsOf(
          picture({ measurements: sorted, title, present, proposed: sorted.at(-1)!.memory }),
        );
        for (const { attributes } of elements)
          for (const [key, most] of [
            ["cx", 760],
            ["x", 760],
            ["cy", 440],
            ["y", 440],
          ] as const)
            if (attributes[key] !== undefined) {
              expect(Number(attributes[key])).toBeGreaterThanOrEqual(0);
              expect(Number(attributes[key])).toBeLessThanOrEqual(most);
            }
      }),
    );
  });
});

test("names can't become markup", () => {
  expect(escaped(`<script a="b">&'`)).toBe("&lt;script a=&quot;b&quot;&gt;&amp;&#39;");
  expect(escaped("a\u0000b\uD800c")).toBe("abc");
});

test("amounts have three digits that count", () => {
  expect([0.21, 12.5, 1_840, 0].map(amount)).toEqual(["0.210", "12.5", "1,840", "0.00"]);
});

test("the page needs nothing else, and has no script", () => {
  const report: Report = {
    service: "shop<script>",
    stage: "dev",
    target: {
      name: "worker",
      functionName: "shop-dev-worker",
      memory: 512,
      timeout: 10,
      reserved: undefined,
      alias: undefined,
      limit: undefined,
      reported: true,
      configurable: true,
    },
    result: readResult(output),
    proposal: { memory: 1024, timeout: 2, reasons: ["p99 < 1 s & more"] },
    currency: "USD",
    execution,
    measuredAt: new Date(0),
  };
  const page = pageOf(report);
  expect(page).not.toContain("<script");
  expect(page).toContain("p99 &lt; 1 s &amp; more");
  expect(page).toContain("Proposed: memory 512 -&gt; 1024 MB, timeout 10 -&gt; 2 s.");
  expect([...page.matchAll(/(?:src|href)=|url\(|@import/g)]).toEqual([]);
});
