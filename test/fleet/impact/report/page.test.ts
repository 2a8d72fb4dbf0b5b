import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compare, impactPage } from "../../../../platform/fleet/impact/index.ts";
import { Function, Queue, Table } from "../../../../platform/index.ts";
import { graphOfProgram } from "../../../support/index.ts";
import { browserAdvice, browserMissing, contrast, openBrowser, openPage } from "../../page/support.ts";

const context = { base: "main (3f2a1bc)", stage: "prod", notRun: ["billing"], failures: [] };

/** A change of each kind: `letters` comes, `jobs` goes (and their dead-letter queues), `users` is replaced, the function `work` gets another timeout. */
async function page(): Promise<string> {
  const program = (which: 0 | 1) => () => {
    const users = new Table("users", { partitionKey: which === 0 ? "id" : "ref" });
    const target = which === 0 ? new Queue("jobs") : new Queue("letters");
    new Function("work", {
      handler: "src/handler.ts",
      timeout: which === 0 ? 10 : 15,
      link: [users, target],
    });
    new aws.sns.Topic("<b>topic</b>", {
      name: "news",
      displayName: which === 0 ? "<i>old</i>" : "<i>new</i>",
    });
  };
  const [before, after] = [await graphOfProgram(program(0)), await graphOfProgram(program(1))];
  return impactPage([compare(before, after)], context, [{ service: "shop", before, after }]);
}

test("the page loads nothing, and shows a program's texts as texts", async () => {
  const html = await page();
  expect(html).not.toMatch(/(src|href)="(?!#)/);
  expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  expect(html).not.toContain("<i>old</i>");
  expect(html).toContain("&lt;i&gt;old&lt;/i&gt;");
});

test("ids stay unlike one another with several services on the page", async () => {
  const program = () => new Queue("jobs");
  const graphs = await Promise.all(["one", "two"].map((project) => graphOfProgram(program, { project })));
  const html = await impactPage(
    graphs.map((graph) => compare(undefined, graph)),
    context,
    graphs.map((after) => ({ service: after.project, after })),
  );
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(8);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.skipIf(browserMissing)(`the page in a browser (without one: ${browserAdvice})`, () => {
  const dir = mkdtempSync(join(tmpdir(), "impact-page-"));
  const file = join(dir, "impact.html");
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(file, await page());
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test.each(["light", "dark"] as const)(
    "draws what comes, goes, is replaced and changes, in %s surroundings; nothing is requested, no error",
    async (scheme) => {
      const { page, noise } = await openPage(browser, file, scheme);
      const marked = (mark: string) =>
        page
          .locator(`.node.${mark} .name`)
          .allTextContents()
          .then((names) => names.sort());
      expect(await marked("added")).toEqual(["dlq", "letters"]);
      expect(await marked("removed")).toEqual(["dlq", "jobs"]);
      expect(await marked("replaced")).toEqual(["users"]);
      expect(await marked("changed")).toEqual(expect.arrayContaining(["work"]));
      const style = async (selector: string, property: string) =>
        String(
          await page.evaluate(
            `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue("${property}")`,
          ),
        );
      expect(await style(".node.removed .card", "stroke-dasharray")).toBe("5px, 4px");
      const colours = new Set<string>();
      for (const mark of ["added", "changed", "replaced"]) {
        const colour = await style(`.node.${mark} .card`, "stroke");
        colours.add(colour);
        // "Non-text Contrast", WCAG 2.2, success criterion 1.4.11: 3 to 1.
        expect(contrast(colour, await style(`.node.${mark} .card`, "fill")), mark).toBeGreaterThan(3);
      }
      expect(colours.size).toBe(3);
      expect(noise).toEqual([]);
      await page.close();
    },
  );

  test("answers to the keyboard alone: Tab reaches a node, Enter shows what changes of it", async () => {
    const { page, noise } = await openPage(browser, file, "light");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").getAttribute("class")).toContain("node");
    await page.keyboard.press("Enter");
    expect(await page.locator("article:visible h3").count()).toBe(1);
    await page.locator(".node.replaced").focus();
    await page.keyboard.press("Space");
    const text = await page.locator("article:visible").textContent();
    expect(text).toContain("hashKey: id → ref");
    expect(text).toContain("Lost: the items of the table.");
    expect(noise).toEqual([]);
    await page.close();
  });

  test("its table leads to each change, also to those that no picture shows", async () => {
    const { page } = await openPage(browser, file, "light");
    await page.locator("summary").first().click();
    await page.getByRole("link", { name: "<b>topic</b>", exact: true }).click();
    expect(await page.locator("article:visible").textContent()).toContain(
      "displayName: <i>old</i> → <i>new</i>",
    );
    await page.close();
  });
});
