import { createHash } from "node:crypto";
import { type PhysicalNameKind, physicalNames } from "./naming/index.ts";

/** The thing that a name is given to; each has rules of its own. */
export type NameKind = "service" | "owner" | "stage" | "part";

interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly example: string;
}

const kebab = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: "lower-case letters, digits and single hyphens, starting with a letter",
};

/**
 * Rules of the names that people choose. Physical names are built of service, stage and part
 * (`users-api-prod-api-create-user`), so each is kept short enough for AWS's limits.
 */
export const nameRules: Readonly<Record<NameKind, NameRule>> = {
  service: { ...kebab, min: 3, max: 32, example: "users-api" },
  owner: { ...kebab, min: 2, max: 40, example: "payments" },
  stage: { ...kebab, min: 2, max: 16, example: "dev" },
  part: { ...kebab, min: 1, max: 40, example: "nightly-report" },
};

/** All problems with a name, each a full sentence; none when it is fine. */
export function checkName(kind: NameKind, value: unknown): string[] {
  const rule = nameRules[kind];
  const what = `The ${kind === "part" ? "component's" : kind}${kind === "part" ? "" : "'s"} name`;
  if (typeof value !== "string" || value === "")
    return [`${what} is missing; give one, such as "${rule.example}".`];
  const problems: string[] = [];
  if (!rule.pattern.test(value))
    problems.push(`${what} ${JSON.stringify(value)} may hold ${rule.allowed}, such as "${rule.example}".`);
  if (value.length < rule.min || value.length > rule.max)
    problems.push(
      `${what} ${JSON.stringify(value)} has ${value.length} characters; ${rule.min} to ${rule.max} are allowed.`,
    );
  return problems;
}

/** What makes the beginning of all physical names, and how it is renamed. */
const ownNames = {
  project: {
    pattern: kebab.pattern,
    allowed: kebab.allowed,
    remedy: (better: string) => `rename it in Pulumi.yaml, such as "name: ${better}", and its folder`,
  },
  stack: {
    pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    allowed: "lower-case letters, digits and single hyphens",
    remedy: (better: string) => `make one of another name, such as "pulumi stack init ${better}"`,
  },
} as const;

/**
 * Problems with the name of a project or stack, which Pulumi allows dots, underscores and capitals in: it is a part of every
 * physical name, and buckets, load balancers and repositories take none of them.
 */
export function ownNameProblems(what: keyof typeof ownNames, name: string): string[] {
  const { pattern, allowed, remedy } = ownNames[what];
  if (pattern.test(name)) return [];
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const better = [...(what === "project" && !/^[a-z]/.test(words[0] ?? "") ? ["a"] : []), ...words].join("-");
  return [
    `The ${what} is called ${JSON.stringify(name)}, which can't be a part of the names of its resources: use ${allowed}; ${remedy(better || "dev")}.`,
  ];
}

/**
 * The name of an AWS resource: the parts joined by hyphens. Past the limit its end is replaced by a hash of
 * the whole, so that it stays unique and the same on every run.
 */
export function physicalName(kind: PhysicalNameKind, parts: readonly string[], suffix = ""): string {
  const whole = parts.join("-") + suffix;
  const limit = physicalNames[kind].max;
  if (whole.length <= limit) return whole;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 7);
  return `${whole.slice(0, limit - hash.length - suffix.length - 1)}-${hash}${suffix}`;
}

/** The beginning of every physical name of a stack that is not cut; `service` is what its names begin with, `stack` the stage. */
export function stackPrefix(service: string, stack: string): string {
  return `${service}-${stack}-`;
}

/**
 * Key of a service's config: what its physical names begin with, where it isn't its own name. A renamed service keeps its
 * resources by it, as AWS renames none.
 */
export const formerNameKey = "formerName";

/** The end of a dead-letter queue's name; that of a FIFO queue has `.fifo` after it, as SQS wants it. */
export const deadLetterSuffix = "-dlq";

/** Whether a physical name is that of a dead-letter queue which the platform made. */
export const isDeadLetterName = (name: string): boolean =>
  name.replace(/\.fifo$/, "").endsWith(deadLetterSuffix);

/** `create-user` to `CREATE_USER`: a name as part of an environment variable. */
export function constantCase<const N extends string>(name: N): ConstantCase<N> {
  return name.replaceAll("-", "_").toUpperCase() as ConstantCase<N>;
}

/** The type of `constantCase`: keeps literal names, so that environments can be typed. */
export type ConstantCase<N extends string> = N extends `${infer A}-${infer B}`
  ? `${Uppercase<A>}_${ConstantCase<B>}`
  : Uppercase<N>;
