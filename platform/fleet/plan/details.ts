import type { WiringNode } from "../wiring/wiring.ts";
import { shortened } from "./words.ts";

type Settings = Readonly<Record<string, unknown>>;

/** The settings of a resource that a reader looks for first, in a few words; empty where there are none. */
export function detailsOf(node: WiringNode, settings: Settings): string[] {
  switch (node.kind) {
    case "function":
      return functionDetails(settings);
    case "table":
      return tableDetails(settings);
    case "queue":
      return settings.fifoQueue === true ? ["FIFO"] : [];
    case "machine":
      return [String(settings.type ?? "STANDARD").toLowerCase(), ...stepCount(settings.definition)];
    case "distribution":
      return listOf(settings.aliases);
    default:
      return node.detail === undefined ? [] : [shortened(node.detail)];
  }
}

function functionDetails(settings: Settings): string[] {
  const { memorySize, timeout, reservedConcurrentExecutions: reserved, packageType } = settings;
  return [
    ...(memorySize === undefined ? [] : [`${memorySize} MB`]),
    ...(timeout === undefined ? [] : [`${timeout} s`]),
    ...listOf(settings.architectures),
    ...(packageType === "Image" ? ["container image"] : []),
    ...(reserved === undefined || reserved === -1 ? [] : [`reserved concurrency ${reserved}`]),
  ];
}

function tableDetails({ hashKey, rangeKey, globalSecondaryIndexes, streamEnabled }: Settings): string[] {
  const indexes = Array.isArray(globalSecondaryIndexes) ? globalSecondaryIndexes.length : 0;
  return [
    `key ${[hashKey, rangeKey].filter((key) => key !== undefined).join(" and ")}`,
    ...(indexes > 0 ? [counted(indexes, "index", "indexes")] : []),
    ...(streamEnabled === true ? ["stream"] : []),
  ];
}

function stepCount(definition: unknown): string[] {
  if (typeof definition !== "string") return [];
  try {
    const { States: states }: { States?: object } = JSON.parse(definition);
    return [counted(Object.keys(states ?? {}).length, "state")];
  } catch {
    return [];
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** `1 alarm`, `2 alarms`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
