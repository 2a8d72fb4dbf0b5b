import type { Service } from "./reference.ts";

const known = new WeakMap<Service, Map<string, string[]>>();

/**
 * The types that the resources of an ARN may be of: the one whose form says most of it, and those that its wildcards may
 * reach into.
 */
export function typesOf(service: Service, resource: string): string[] {
  const ofService = known.get(service) ?? new Map<string, string[]>();
  known.set(service, ofService);
  const types = ofService.get(resource) ?? typesFor(service, resource);
  ofService.set(resource, types);
  return types;
}

function typesFor({ resourceTypes }: Service, resource: string): string[] {
  const plain = resource.replaceAll(/[*?]/g, "x");
  const certain = resourceTypes.filter(({ arn }) => meets(arn, plain));
  const most = Math.max(...certain.map(({ arn }) => saysOf(arn)));
  const names = resourceTypes
    .filter((type) => (certain.includes(type) ? saysOf(type.arn) === most : meets(type.arn, resource)))
    .map(({ name }) => name);
  // Versions and aliases stand where a function does. Source: Lambda developer guide, "Fine-tuning the Resources and Conditions
  // sections of policies".
  return names.some((name) => /^function (alias|version)$/.test(name)) ? [...names, "function"] : names;
}

/** How much of an ARN a type's form prescribes. */
function saysOf(form: string): number {
  return form.replaceAll(variable, "").length;
}

const variable = /\$\{[^}]*\}/g;

/** Whether some ARN is of a type's form, such as `arn:${Partition}:s3:::${BucketName}`, and among those of a pattern. */
function meets(form: string, pattern: string): boolean {
  const parts = partsOf(pattern);
  // A `*` that ends a shorter one reaches over the rest.
  if (parts.length < 6) return meet(tokensOf(form), tokensOf(pattern));
  return partsOf(form).every((part, i) => part === parts[i] || meet(tokensOf(part), tokensOf(parts[i]!)));
}

/** The six parts of an ARN. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

/**
 * Characters; `*` for any, followed by the one that ends it: a variable's value doesn't hold the character that comes after
 * it, as no table's name holds the `/` before `stream`.
 */
function tokensOf(text: string): string[] {
  return text.split(/(\$\{[^}]*\})/).flatMap((part, i, all) => {
    return i % 2 === 1 ? [`*${all[i + 1]?.[0] ?? ""}`] : [...part];
  });
}

/** Whether some text is of both; only the second one has `?`. */
function meet(form: readonly string[], pattern: readonly string[]): boolean {
  const seen = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const at = i * (pattern.length + 1) + j;
    const result = seen.get(at) ?? step(i, j);
    seen.set(at, result);
    return result;
  };
  const step = (i: number, j: number): boolean => {
    const [a, b] = [form[i], pattern[j]];
    if (a?.startsWith("*")) return from(i + 1, j) || (b !== undefined && b !== a[1] && from(i, j + 1));
    if (b?.startsWith("*")) return from(i, j + 1) || (a !== undefined && from(i + 1, j));
    if (a === undefined || b === undefined) return a === b;
    return (a === b || b === "?") && from(i + 1, j + 1);
  };
  return from(0, 0);
}
