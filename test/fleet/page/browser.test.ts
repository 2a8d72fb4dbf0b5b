import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageOf } from "../../../platform/fleet/page/page.ts";
import { planOf } from "../../../platform/fleet/plan/plan.ts";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { graphOf, without } from "../../support/index.ts";
import { browserAdvice, browserMissing, contrast, openBrowser, openPage } from "./support.ts";

describe.skipIf(browserMissing || without("users-api"))(
  `the page in a browser (without one: ${browserAdvice})`,
  () => {
    const dir = mkdtempSync(join(tmpdir(), "page-"));
    const file = join(dir, "plan.html");
    let browser: Browser;

    beforeAll(async () => {
      const graph = await graphOf("users-api");
      const findings = [{ severity: "warning" as const, message: "mind the gap" }];
      writeFileSync(file, await pageOf({ plan: planOf(graph), wiring: wiringOf(graph), findings }));
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(dir, { recursive: true, force: true });
    });

    test.each(["light", "dark"] as const)(
      "opens from disk in %s surroundings; a click on a node shows its settings; nothing is requested, no error",
      async (scheme) => {
        const { page, noise } = await openPage(browser, file, scheme);
        const settings = page.locator("article:visible");
        expect(await settings.count()).toBe(0);
        await page.click("#node-api-create-user-function");
        expect(await settings.count()).toBe(1);
        const text = await settings.textContent();
        expect(text).toContain("api-create-user-function");
        expect(text).toContain("memorySize512");
        expect(await page.getAttribute("#node-api-create-user-function", "aria-pressed")).toBe("true");
        await page.click("#node-users-table");
        expect(await settings.locator("h3").allTextContents()).toEqual(["users-table"]);
        expect(noise).toEqual([]);
        await page.close();
      },
    );

    test("answers to the keyboard alone: Tab reaches a node, Enter and the space bar choose it", async () => {
      const { page, noise } = await openPage(browser, file, "light");
      const settings = page.locator("article:visible h3");
      await page.keyboard.press("Tab");
      expect(await page.locator(":focus").getAttribute("class")).toContain("node");
      await page.keyboard.press("Enter");
      const first = await settings.textContent();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      expect(await settings.count()).toBe(1);
      expect(await settings.textContent()).not.toBe(first);
      expect(noise).toEqual([]);
      await page.close();
    });

    test("the table leads to each resource, also to those that the picture doesn't show", async () => {
      const { page } = await openPage(browser, file, "light");
      await page.getByRole("link", { name: "api-create-user-role", exact: true }).click();
      expect(await page.locator("article:visible h3").allTextContents()).toEqual(["api-create-user-role"]);
      await page.close();
    });

    // "Contrast (Minimum)", WCAG 2.2, success criterion 1.4.3: 4.5 to 1.
    test.each(["light", "dark"] as const)("its text is legible in %s surroundings", async (scheme) => {
      const { page } = await openPage(browser, file, scheme);
      const colour = async (selector: string, property: string) =>
        String(
          await page.evaluate(
            `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue("${property}")`,
          ),
        );
      for (const [text, behind] of [
        [".name", ".card"],
        [".caption", ".card"],
        [".label", ".frame"],
        [".label", ".page"],
        [".title", ".frame"],
      ] as const)
        expect(contrast(await colour(text, "fill"), await colour(behind, "fill")), text).toBeGreaterThan(4.5);
      const background = await colour("body", "background-color");
      for (const text of ["h1", ".muted", ".warning", "a", "th"])
        expect(contrast(await colour(text, "color"), background), text).toBeGreaterThan(4.5);
      await page.close();
    });
  },
);
