import type { AbTestData } from "../../../runtime/cloudfront/ab-test.ts";
import { checkName } from "../../../values/names.ts";
import { checkKeys, checkRange } from "../../../values/problems.ts";
import { readyMade, type ViewerBehavior } from "../edge/viewer.ts";

export interface AbTestArgs {
  /** Names the cookie (`ab-<name>`) and the header (`x-ab-<name>`): `hero`. */
  readonly name: string;
  /** Variants and their shares of the viewers, as whole numbers: `{ current: 90, bold: 10 }`. */
  readonly variants: Readonly<Record<string, number | AbVariant>>;
  /** Days for which a viewer keeps its variant. Default: 30. */
  readonly days?: number;
}

export interface AbVariant {
  readonly share: number;
  /** Paths with other files: `{ "/": "/bold.html" }`. */
  readonly serve?: Readonly<Record<`/${string}`, `/${string}`>>;
}

/** Seconds of a day. */
const day = 86_400;
/** Days that browsers keep a cookie at most. Source: "Cookies: HTTP State Management Mechanism" (RFC 6265bis). */
const maxDays = 400;

/**
 * Gives each viewer one of several variants, kept in a cookie. A header names the variant to origins and is part of the
 * cache key; a variant may also `serve` other files.
 */
export function abTest(args: AbTestArgs): ViewerBehavior {
  const { name, variants = {}, days = 30 } = args;
  const all = Object.entries(variants).map(([variant, given]) => ({
    name: variant,
    ...(typeof given === "number" ? { share: given } : given),
  }));
  const problems = [
    ...checkKeys(args, ["name", "variants", "days"]),
    ...checkName("part", name),
    ...checkRange("days", days, { min: 1, max: maxDays }),
    ...(all.length < 2 ? [`variants: ${all.length} given; at least two are needed to compare.`] : []),
    ...all.flatMap(({ name: variant, share, serve = {}, ...rest }) => [
      ...checkKeys(rest, ["share", "serve"], `variants.${variant}.`),
      ...(/^[a-z0-9-]+$/.test(variant)
        ? []
        : [
            `variants: ${JSON.stringify(variant)} given; lower-case letters, digits and hyphens are allowed.`,
          ]),
      ...checkRange(`variants.${variant}`, share ?? null, { min: 0, max: 10_000 }),
      ...Object.entries(serve)
        .flat()
        .filter((path) => !/^\/[^\s?#*]*$/.test(path))
        .map(
          (path) =>
            `variants.${variant}.serve: ${JSON.stringify(path)} given; a path is expected, such as "/".`,
        ),
    ]),
    ...(all.length > 1 && all.every(({ share }) => share === 0)
      ? ["variants: all shares are 0; give one of them more."]
      : []),
  ];
  const header = `x-ab-${name}`;
  const data: AbTestData = {
    cookie: `ab-${name}`,
    header,
    maxAge: days * day,
    total: all.reduce((sum, { share }) => sum + share, 0),
    variants: all.map(({ name: variant, share, serve = {} }) => ({ name: variant, weight: share, serve })),
  };
  const step = (handler: string) => ({ file: readyMade("ab-test.ts"), name: handler, data, async: false });
  return {
    title: `abTest ${JSON.stringify(name)}`,
    problems,
    cacheHeaders: [header],
    steps: { "viewer-request": step("assign"), "viewer-response": step("remember") },
  };
}
