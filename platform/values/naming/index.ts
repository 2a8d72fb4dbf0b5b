import { functions } from "./functions.ts";
import { gateways } from "./gateways.ts";
import { messages } from "./messages.ts";
import type { PhysicalName } from "./rule.ts";
import { stores } from "./stores.ts";

/**
 * Names of resources, by the kind that components ask for. A row is everything that a new kind of name needs: names are cut to
 * its limit, checked by it, and kept apart from others.
 */
export const physicalNames = { ...functions, ...messages, ...gateways, ...stores } as const;

/** A kind of name. */
export type PhysicalNameKind = keyof typeof physicalNames;

const byType = new Map<string, PhysicalName>(
  Object.values<PhysicalName>(physicalNames).map((rule) => [rule.type, rule]),
);

/** The rules for names of a type of resource; undefined for types that the table doesn't know. */
export const namesOf = (type: string): PhysicalName | undefined => byType.get(type);
