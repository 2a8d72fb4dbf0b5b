import { shortType } from "../../plan/full.ts";
import type { Change, PropertyChange } from "../types.ts";
import type { Fold } from "./fold.ts";

/** `1 function`, `3 functions`. */
export function counted(count: number, one: string): string {
  const many = /(s|x|ch)$/.test(one)
    ? `${one}es`
    : /[^aeiou]y$/.test(one)
      ? `${one.slice(0, -1)}ies`
      : `${one}s`;
  return `${count} ${count === 1 ? one : many}`;
}

/** `sqs.Queue` of `aws:sqs/queue:Queue`; a component with its package: `platform.Queue`. */
export function typeText(type: string): string {
  const [pkg, module, name] = type.split(":");
  return module === "index" ? `${pkg}.${name}` : shortType(type);
}

/** A type's last part, in words: `event source mapping` of `aws:lambda/eventSourceMapping:EventSourceMapping`. */
function kindOf(type: string): string {
  const name = type.split(":").at(-1) ?? type;
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

/** Longest text of a value in one line. */
const longest = 120;

/** A value in one line. */
function valueText(value: unknown): string {
  if (isCode(value)) return value.bytes === null ? "code" : sizeText(value.bytes);
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function isCode(value: unknown): value is { readonly bytes: number | null } {
  return typeof value === "object" && value !== null && "bytes" in value && Object.keys(value).length === 1;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `timeout: 10 → 15`; of what is only there before or after, `+` or `-`. */
export function propertyText(property: PropertyChange): string {
  const { path, before, after, note, perhaps } = property;
  const [old, now] = [valueText(before), valueText(after)];
  const value = !("before" in property)
    ? `+ ${now}`
    : !("after" in property)
      ? `- ${old}`
      : isCode(after) && old === now
        ? `${now}, of another content`
        : `${old} → ${now}`;
  const more = [
    ...(note === undefined ? [] : [note]),
    ...(perhaps ? ["perhaps: AWS alone knows the value"] : []),
  ];
  return `${path}: ${value}${more.length > 0 ? ` (${more.join("; ")})` : ""}`;
}

/** Where alike changes are: `14 functions of 9 services`, or by name where there are few. */
export function placesText({ type, changes }: Pick<Fold, "type" | "changes">, most = 3): string {
  const services = new Set(changes.map(({ service }) => service));
  if (changes.length > most)
    return `${counted(changes.length, kindOf(type))} of ${counted(services.size, "service")}`;
  return `${[...services].map((service) => `${namesIn(changes, service).join(", ")} of ${service}`).join("; ")}`;
}

export const namesIn = (changes: Fold["changes"], service: string): string[] =>
  changes.filter((one) => one.service === service).map(({ change }) => change.name);

/** Why and how a resource is replaced, deleted or kept, in a few words. */
export function manner(change: Change): string[] {
  const { operation, replacedBy, after, deletedFirst, perhaps, staysInAws } = change;
  return [
    ...(operation !== "replace"
      ? []
      : after !== undefined
        ? [`since ${after} has to go first`]
        : replacedBy.length > 0
          ? [`since ${replacedBy.join(", ")} can't be changed in place`]
          : []),
    ...(deletedFirst ? ["deleted before the new one is made"] : []),
    ...(staysInAws ? ["the old one stays in AWS"] : []),
    ...(perhaps ? ["perhaps: AWS alone knows"] : []),
  ];
}

/** A line about alike changes with where they are. */
export function withPlaces(
  line: string,
  fold: Fold,
  paint: (text: string) => string = (text) => text,
): string {
  return `${line}${fold.property ? " in" : ":"} ${paint(placesText(fold))}`;
}
