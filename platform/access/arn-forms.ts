import type { ResourceType, Service } from "./reference.ts";

/**
 * The types that the resources of an ARN may be of: the one whose form says most of it, and those that its wildcards may
 * reach into.
 */
export function typesOf({ resourceTypes }: Service, resource: string): string[] {
  const certain = resourceTypes.filter(({ arn }) => formOf(arn).test(resource));
  const most = Math.max(...certain.map(saysOf));
  const reached = resourceTypes.filter((type) => !certain.includes(type) && meets(type.arn, resource));
  const names = [...certain.filter((type) => saysOf(type) === most), ...reached].map(({ name }) => name);
  // Versions and aliases stand where a function does. Source: Lambda developer guide, "Fine-tuning the Resources and Conditions
  // sections of policies".
  return names.some((name) => /^function (alias|version)$/.test(name)) ? [...names, "function"] : names;
}

const variable = /\$\{[^}]*\}/;

/** How much of an ARN a type's form prescribes. */
function saysOf({ arn }: ResourceType): number {
  return arn.split(variable).join("").length;
}

/** The first five parts hold no colon. */
function formOf(arn: string): RegExp {
  const parts = arn.split(":");
  const source = parts.map((part, i) =>
    part
      .split(variable)
      .map((text) => text.replace(/[.*+?^$()|[\]\\/]/g, "\\$&"))
      .join(i < 5 ? "[^:]*" : ".*"),
  );
  return new RegExp(`^${source.join(":")}$`, "s");
}

/** Whether some ARN is of a type's form and among those of a pattern. Variables of either stand for any text. */
function meets(form: string, pattern: string): boolean {
  const parts = partsOf(pattern);
  // A `*` that ends a shorter one reaches over the rest.
  if (parts.length < 6) return meet(form, pattern);
  return partsOf(form).every((part, i) => meet(part, parts[i]!));
}

/** The six parts of an ARN. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

function meet(form: string, pattern: string): boolean {
  const a = tokens(form);
  const b = tokens(pattern);
  const seen = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const at = i * (b.length + 1) + j;
    const before = seen.get(at);
    if (before !== undefined) return before;
    seen.set(at, false);
    const result =
      i === a.length && j === b.length
        ? true
        : a[i] === "*"
          ? from(i + 1, j) || (j < b.length && from(i, j + 1))
          : b[j] === "*"
            ? from(i, j + 1) || (i < a.length && from(i + 1, j))
            : i < a.length && j < b.length && (a[i] === b[j] || b[j] === "?") && from(i + 1, j + 1);
    seen.set(at, result);
    return result;
  };
  return from(0, 0);
}

function tokens(text: string): string[] {
  return text.split(/(\$\{[^}]*\})/).flatMap((part) => (variable.test(part) ? ["*"] : [...part]));
}
