import { shown } from "../problems.ts";

/** Tags that the platform writes itself, on every resource. */
const platformTags = ["service", "stage", "owner"] as const;

/**
 * Limits of the keys and values of tags; letters and digits of any language count. Services allow more characters than these,
 * each others. Source: "Tag naming limits and requirements" (Tagging AWS Resources).
 */
const limits = { key: { min: 1, max: 128 }, value: { min: 0, max: 256 } } as const;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** Tags of a resource that its users may write; the platform's count too. Source: as above. */
const mostTags = 50;

interface TagContext {
  /** The organisation's tags, which every resource has. */
  readonly known: Readonly<Record<string, string>>;
  /** Keys that a service has to give. */
  readonly required: readonly string[];
  readonly service: string;
}

/** Everything wrong with the tags that a service's config gives, the required ones that are missing included. */
export function tagProblems(given: unknown, { known, required, service }: TagContext): string[] {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return [`tags: ${shown(given)} given; an object is expected, such as {"cost-centre": "1234"}.`];
  const impossible = requiredProblems(required);
  if (impossible.length > 0) return impossible;
  const missing = required.filter((key) => !Object.hasOwn(given, key) && !Object.hasOwn(known, key));
  const all = new Set([...Object.keys(given), ...Object.keys(known), ...platformTags]).size;
  return [
    ...Object.entries(given).flatMap(([key, value]) => [
      ...textProblems(`tags: the key ${shown(key)}`, key, limits.key),
      ...keyProblems(key),
      ...tagValueProblems(key, value),
    ]),
    ...missing.map(
      (key) =>
        `tags.${key}: every service has this tag, and this one doesn't; write in Pulumi.yaml, under config: ` +
        `${service}:tags: { value: { ${key}: ... } }.`,
    ),
    ...(all > mostTags
      ? [`tags: with those of the platform there are ${all}; a resource can have ${mostTags}.`]
      : []),
  ];
}

/** Keys that no service could give, though the organisation asks for them. */
const requiredProblems = (required: readonly string[]): string[] =>
  required
    .flatMap((key) => [...textProblems(`tags.${key}: the key`, key, limits.key), ...keyProblems(key)])
    .map((problem) => problem.replace(/^tags\./, "requiredTags in platform/guarded.ts, "));

/** Everything wrong with the value of a tag. */
export function tagValueProblems(key: string, value: unknown): string[] {
  if (typeof value !== "string")
    return [`tags.${key}: ${shown(value)} given; a text is expected${hint(value)}.`];
  return textProblems(`tags.${key}: the value ${shown(value)}`, value, limits.value);
}

/** YAML reads 1234 as a number, and AWS's tags are texts. */
const hint = (value: unknown): string =>
  typeof value === "number" || typeof value === "boolean" ? `: write "${value}", in quotes` : "";

function keyProblems(key: string): string[] {
  if (/^aws:/i.test(key)) return [`tags.${key}: AWS keeps keys that start with "aws:" for itself.`];
  return (platformTags as readonly string[]).includes(key)
    ? [`tags.${key}: the platform writes this tag itself; leave it out.`]
    : [];
}

function textProblems(what: string, text: string, { min, max }: { min: number; max: number }): string[] {
  const length = [...text].length;
  return [
    ...(length >= min && length <= max
      ? []
      : [`${what} has ${length} characters; ${min} to ${max} are allowed.`]),
    ...(allowed.test(text)
      ? []
      : [`${what} has characters that AWS doesn't allow: use letters, digits, spaces and _ . : / = + - @.`]),
  ];
}
