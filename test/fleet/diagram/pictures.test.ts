import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { svgOf } from "../../../platform/fleet/diagram/diagram.ts";
import { serviceNames } from "../../../platform/fleet/services.ts";
import { platformDir as root } from "../../../platform/values/places.ts";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { graphOf } from "../../support/index.ts";

const servicesDir = join(root, "services");

const readme = (service: string) => {
  const file = join(servicesDir, service, "README.md");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};
const picture = (service: string) => join(servicesDir, service, "diagram.svg");
const services = serviceNames(servicesDir);

// A new service has no picture until someone draws it.
const drawn = services.filter((name) => existsSync(picture(name)) || readme(name).includes("diagram.svg"));

test("the README of every example shows its picture", () => {
  const examples = readdirSync(join(root, "test", "permissions"))
    .map((file) => file.replace(/\.json$/, ""))
    .filter((name) => name !== "foundation");
  expect(drawn).toEqual(expect.arrayContaining(examples));
});

describe.each(drawn)("the picture of %s", (service) => {
  test("is in its README, with words for those who don't see it", () => {
    const [, words = ""] = /^!\[(.*)\]\(diagram\.svg\)$/m.exec(readme(service)) ?? [];
    expect(words.length).toBeGreaterThan(20);
  });

  test("is up to date", async () => {
    const svg = await svgOf(wiringOf(await graphOf(join(servicesDir, service))), { title: service });
    const file = existsSync(picture(service)) ? readFileSync(picture(service), "utf8") : "";
    expect(file === svg, `out of date; draw it again: npm run diagram -- ${service}`).toBe(true);
  });
});
