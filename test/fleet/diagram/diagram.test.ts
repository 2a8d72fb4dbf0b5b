import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { svgOf } from "../../../platform/fleet/diagram/diagram.ts";
import { cutTo, widthOf } from "../../../platform/fleet/diagram/text-width.ts";
import { serviceNames } from "../../../platform/fleet/services.ts";
import type { Wiring, WiringEdge, WiringNode } from "../../../platform/fleet/wiring/wiring.ts";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { platformDir as root } from "../../../platform/values/places.ts";
import { graphOf } from "../../support/index.ts";
import { graphOfShowcase } from "../../support/showcase.ts";

const node = (name: string, kind: WiringNode["kind"] = "function", owners: string[] = []): WiringNode => ({
  urn: `urn:${name}`,
  kind,
  label: name,
  name,
  owners,
});
const edge = (
  from: string,
  to: string,
  kind: WiringEdge["kind"] = "invokes",
  label?: string,
): WiringEdge => ({
  from: `urn:${from}`,
  to: `urn:${to}`,
  kind,
  failure: kind === "fails-to",
  ...(label !== undefined && { label }),
});
const draw = (wiring: Wiring, interactive = false) => svgOf(wiring, { title: "shop", interactive });

interface Rectangle {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the cards of a picture stand. */
function cards(svg: string): Rectangle[] {
  const pattern =
    /<g class="node[^>]*data-urn="([^"]*)"[^>]*translate\(([\d.-]+) ([\d.-]+)\)"><title>[^<]*<\/title><rect class="card" width="([\d.]+)" height="([\d.]+)"/g;
  return [...svg.matchAll(pattern)].map(([, name, ...sizes]) => {
    const [x, y, width, height] = sizes.map(Number);
    return { name: name!, x: x!, y: y!, width: width!, height: height! };
  });
}

const place = (svg: string, name: string) => cards(svg).find((one) => one.name === `urn:${name}`)!;

/** The words of each arrow between its tags. */
const labels = (svg: string) =>
  [...svg.matchAll(/<text class="label"[^>]*>([^<]*)</g)].map(([, text]) => text);

test("calls point to the right, data stands at the right of what uses it", async () => {
  const svg = await draw({
    nodes: [node("users", "table"), node("create"), node("api", "gateway")],
    edges: [edge("api", "create", "invokes", "POST /users"), edge("create", "users", "writes")],
  });
  expect(place(svg, "api").x).toBeLessThan(place(svg, "create").x);
  expect(place(svg, "create").x).toBeLessThan(place(svg, "users").x);
  expect(labels(svg)).toEqual(["POST /users", "writes"]);
});

test("where arrows close a circle, what starts the work stays at the left", async () => {
  const svg = await draw({
    nodes: [node("files", "bucket"), node("upload", "rule"), node("resize")],
    edges: [
      edge("resize", "files", "writes"),
      edge("files", "upload", "publishes"),
      edge("upload", "resize", "invokes"),
    ],
  });
  const [upload, resize, files] = ["upload", "resize", "files"].map((name) => place(svg, name).x);
  expect(upload).toBeLessThan(resize!);
  expect(resize).toBeLessThan(files!);
});

test("only failure paths are dashed, and what takes nothing but failures is a dead-letter queue", async () => {
  const svg = await draw({
    nodes: [node("jobs", "queue"), node("jobs-dlq", "queue"), node("work")],
    edges: [edge("jobs", "work"), edge("jobs", "jobs-dlq", "fails-to", "after 5 receives")],
  });
  expect(svg.match(/<g class="edge failure">/g)).toHaveLength(1);
  expect(svg.match(/<g class="edge">/g)).toHaveLength(1);
  expect(svg).toContain(".diagram .failure .line { stroke: #cf222e; stroke-dasharray: 5 4; }");
  expect(svg).toContain("<title>jobs-dlq: dead-letter queue</title>");
  expect(svg).toContain("<title>jobs: queue</title>");
});

test("arrows between the same two resources are one, with every label up to four", async () => {
  const routes = ["GET", "PUT", "POST", "PATCH", "DELETE"].map((method) => `${method} /x`);
  const few = await draw({
    nodes: [node("api", "gateway"), node("x")],
    edges: routes.slice(0, 4).map((route) => edge("api", "x", "invokes", route)),
  });
  expect(labels(few)).toEqual(routes.slice(0, 4));
  const many = await draw({
    nodes: [node("api", "gateway"), node("x")],
    edges: routes.map((route) => edge("api", "x", "invokes", route)),
  });
  expect(labels(many)).toEqual([...routes.slice(0, 3), "and 2 more"]);
});

test("parts of a component stand in its frame, without its name before theirs", async () => {
  const svg = await draw({
    nodes: [
      node("api", "gateway", ["Gateway api"]),
      node("api-list", "function", ["Gateway api", "Function x"]),
    ],
    edges: [edge("api", "api-list")],
  });
  expect(svg).toMatch(/<text class="title"[^>]*>Gateway api<\/text>/);
  expect(svg).toContain("<title>list: function</title>");
});

test("a permission on everything is no arrow: it leads to no place", async () => {
  const svg = await draw({
    nodes: [node("work"), { ...node("*", "external"), urn: "*" }],
    edges: [{ ...edge("work", "*", "may", "logs:DescribeLogGroups"), to: "*" }],
  });
  expect(cards(svg).map(({ name }) => name)).toEqual(["urn:work"]);
  expect(svg).not.toContain("DescribeLogGroups");
});

test("names are text: none becomes markup", async () => {
  const name = `<script>"'&`;
  const svg = await draw({
    nodes: [node(name, "function", [`Event ${name}`]), node("b", "queue", [`Event ${name}`])],
    edges: [edge(name, "b", "sends", name)],
  });
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;&quot;&#39;&amp;");
});

test("nodes take the keyboard's focus only where a page answers to them", async () => {
  const wiring = { nodes: [node("work")], edges: [] };
  expect(await draw(wiring)).toContain('role="img"');
  expect(await draw(wiring)).not.toContain("tabindex");
  expect(await draw(wiring, true)).toContain('tabindex="0" role="button"');
});

test("a service without resources is a picture without nodes", async () => {
  expect(await draw({ nodes: [], edges: [] })).toMatch(/^<svg .*<\/svg>\n$/s);
});

// "Adobe Font Metrics" of Helvetica, Core 14 fonts: H 722, e 556, l 222, o 556; ellipsis 1000.
test("text is measured in Helvetica, and cut with an ellipsis where it is too wide", () => {
  expect(widthOf("Hello", 1000)).toBe(2278);
  expect(cutTo(2278, "Hello", 1000)).toBe("Hello");
  expect(cutTo(2277, "Hello", 1000)).toBe("H…");
});

const names = serviceNames();
describe.each([...names, "showcase"])("the diagram of %s", async (name) => {
  const graph = name === "showcase" ? await graphOfShowcase() : await graphOf(join(root, "services", name));
  const wiring = wiringOf(graph);
  const svg = await draw(wiring);

  test("shows each resource of its wiring once, by its URN, with an id of its own", () => {
    const expected = wiring.nodes.map(({ urn }) => urn).filter((urn) => urn !== "*");
    expect(cards(svg).map((card) => card.name.replaceAll("&#39;", "'"))).toEqual(expected);
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("has no card over another or out of the picture", () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    const all = cards(svg);
    for (const [i, a] of all.entries()) {
      expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThan(width!);
      expect(a.y + a.height).toBeLessThan(height!);
      for (const b of all.slice(i + 1))
        expect(
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          `${a.name} and ${b.name}`,
        ).toBe(true);
    }
  });

  test("is the same bytes every time, and loads nothing", async () => {
    expect(await draw(wiring)).toBe(svg);
    const own = svg.replace('xmlns="http://www.w3.org/2000/svg"', "");
    expect(/href|url\(|@import|@font-face|src=|https?:/.exec(own)?.[0]).toBeUndefined();
  });
});
