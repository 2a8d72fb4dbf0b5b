import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const places = [
  process.env.CHROMIUM_BIN,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const executablePath = places.find((place) => place !== undefined && existsSync(place));

/** How a machine comes by a browser for tests of pages. */
export const browserAdvice =
  "install Chromium (apt-get install chromium), or set CHROMIUM_BIN to a browser of its kind";

/** Whether tests of pages are left out. CI sets `BROWSER_TESTS`: there a missing browser is a failure. */
export const browserMissing = executablePath === undefined && process.env.BROWSER_TESTS !== "required";

if (browserMissing) process.stderr.write(`Pages are not tested in a browser: ${browserAdvice}.\n`);

const args =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(
    " ",
  );

export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(`There is no browser: ${browserAdvice}.`);
  return chromium.launch({ executablePath, args });
}

/** Opens a page from disk; `noise` collects requests beside the page's own, messages of the console, and errors. */
export async function openPage(
  browser: Browser,
  file: string,
  colorScheme: "light" | "dark",
): Promise<{ readonly page: Page; readonly noise: readonly string[] }> {
  const page = await browser.newPage({ colorScheme });
  const noise: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("request", (request) => request.url() !== url && noise.push(`request ${request.url()}`));
  page.on("console", (message) => noise.push(`console ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error ${error.message}`));
  await page.goto(url);
  return { page, noise };
}

/** How far two colours of a page differ: "contrast ratio" and "relative luminance" of WCAG 2.2. */
export function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [...colour.matchAll(/\d+/g)].map(([value]) => {
      const channel = Number(value) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
