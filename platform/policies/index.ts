import type { Graph } from "../engine/index.ts";
import { actionPatterns } from "./action-patterns.ts";
import { alarmActions } from "./alarm-actions.ts";
import { environmentSecrets } from "./environment-secrets.ts";
import type { Finding, Policy } from "./finding.ts";
import { functionInvokers } from "./function-invokers.ts";
import { functionLogGroups } from "./function-log-groups.ts";
import { logRetention } from "./log-retention.ts";
import { possibleStatements } from "./possible-statements.ts";
import { publicFunctionUrls } from "./public-function-urls.ts";
import { queueEncryption } from "./queue-encryption.ts";
import { resourceWildcards } from "./resource-wildcards.ts";
import { roleTrust } from "./role-trust.ts";

export type { Finding, Policy } from "./finding.ts";

/** Every rule; a rule is a file and a row. Errors come first. */
export const policies: readonly Policy[] = [
  actionPatterns,
  possibleStatements,
  functionInvokers,
  roleTrust,
  environmentSecrets,
  queueEncryption,
  logRetention,
  resourceWildcards,
  publicFunctionUrls,
  functionLogGroups,
  alarmActions,
];

/** The resources of a service that break a rule, in the order of the rules. */
export function findingsIn(graph: Graph, rules: readonly Policy[] = policies): Finding[] {
  return rules.flatMap(({ id: rule, severity, remedy, broken }) =>
    broken(graph).map(([{ urn, name }, message]) => ({ rule, severity, urn, name, message, remedy })),
  );
}
