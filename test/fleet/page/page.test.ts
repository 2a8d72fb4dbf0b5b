import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { estimate } from "../../../platform/fleet/estimate/estimate.ts";
import { pageOf } from "../../../platform/fleet/page/page.ts";
import { planOf } from "../../../platform/fleet/plan/plan.ts";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { Gateway, Table } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";

const handler = "src/handler.ts";
const markup = `<img src=x onerror="alert('1')">&`;
const asText = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";

describe("the page of a service", async () => {
  const graph = await graphOfProgram(() => {
    const users = new Table("users", { partitionKey: "id" });
    const api = new Gateway("api", { routes: { "GET /users": { handler, link: [users.read] } } });
    new aws.ssm.Parameter("password", {
      name: "password",
      type: "SecureString",
      value: pulumi.secret("hunter2"),
      description: markup,
      tags: { note: markup },
    });
    return { url: api.url, password: pulumi.secret("hunter2"), note: markup };
  });
  const plan = planOf(graph);
  const wiring = wiringOf(graph);
  const role = graph.get("api-handler-role");
  const page = await pageOf({
    plan,
    wiring,
    findings: [
      { severity: "error", message: markup, remedy: "Name it.", urn: role.urn, name: role.name },
      { severity: "warning", message: "mind the gap" },
    ],
    cost: estimate(graph, { requests: 1_000_000, components: {} }),
  });
  /** The part of the page that shows when a resource is chosen. */
  const details = (name: string) => {
    const from = page.indexOf(`data-details="${graph.get(name).urn}"`);
    return page.slice(from, page.indexOf("</article>", from));
  };

  test("has the settings of every resource, hidden until it is chosen", () => {
    const urns = plan.groups.flatMap(({ resources }) => resources.map(({ urn }) => urn));
    const shown = [...page.matchAll(/<article data-details="([^"]*)" hidden>/g)].map(([, urn]) => urn);
    expect(shown).toEqual(urns);
    expect(details("api-handler-function")).toMatch(/<dt>memorySize<\/dt><dd><span class="value">512</);
  });

  test("shows with a function what else its component has: statements of the role, alarms", () => {
    const text = details("api-handler-function");
    expect(text).toContain("dynamodb:GetItem");
    expect(text).toContain("<strong>Allow</strong>");
    expect(text).toContain("cloudwatch.MetricAlarm");
  });

  test("shows findings in a list that leads to their resources, with the resource, and with its component", () => {
    expect(page).toContain(
      `<li><span class="error">${asText}</span> Name it.<p><a href="#panel" data-shows="${role.urn}">api-handler-role</a></p></li>`,
    );
    expect(page).toContain("mind the gap");
    expect(details("api-handler-role")).toContain(asText);
    expect(details("api-handler-function")).toContain(asText);
  });

  test("says the same finding of many resources once", async () => {
    const findings = ["a", "b", "c", "d"].map((name) => ({
      severity: "warning" as const,
      message: "Notifies no one.",
      urn: `urn:${name}`,
      name,
    }));
    const text = await pageOf({ plan, wiring, findings });
    expect(text.split("Notifies no one.")).toHaveLength(2);
    expect(text).toContain("<summary>4 resources</summary>");
  });

  test("shows what a resource costs, with it and in the table", () => {
    expect(details("api-handler-function")).toContain("<h4>Cost a month in US dollars</h4>");
    expect(page).toMatch(
      />api-handler-function<\/a><\/td><td>lambda\.Function<\/td><td>[^<]*<\/td><td class="cost">\d/,
    );
  });

  test("never shows a secret", () => {
    expect(page).not.toContain("hunter2");
    expect(details("password")).toContain("[secret]");
  });

  test("takes settings, tags and outputs as text: none becomes markup", () => {
    expect(page).not.toContain("<img");
    expect(page.split(asText).length - 1).toBeGreaterThanOrEqual(4);
  });

  test("lets the browser load nothing, and run only the page's own script and styles, by their hashes", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hashes = (tag: string) =>
      [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(
        ([, text]) => `'sha256-${createHash("sha256").update(text!).digest("base64")}'`,
      );
    // "script-src" and "default-src" of "Content Security Policy Level 3", W3C.
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashes("style").join(" ")}; script-src ${hashes("script").join(" ")}; base-uri 'none'; form-action 'none'`,
    );
    expect(hashes("style")).toHaveLength(2);
    expect(hashes("script")).toHaveLength(1);
    expect(page).not.toMatch(/ style="| on[a-z]+="| src="/);
  });

  test("has no table of costs without traffic, and no list without findings", async () => {
    const plain = await pageOf({ plan, wiring, findings: [] });
    expect(plain).not.toContain("Cost a month");
    expect(plain).not.toContain("<h2>Findings</h2>");
  });
});
