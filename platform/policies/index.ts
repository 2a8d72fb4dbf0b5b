import type { Graph } from "../engine/index.ts";
import { dayOf } from "../values/exceptions/expiry.ts";
import { actionPatterns } from "./access/action-patterns.ts";
import { broadManagedPolicies } from "./access/broad-managed-policies.ts";
import { functionInvokers } from "./access/function-invokers.ts";
import { openSecurityGroups } from "./access/open-security-groups.ts";
import { possibleStatements } from "./access/possible-statements.ts";
import { publicBuckets } from "./access/public-buckets.ts";
import { publicFunctionUrls } from "./access/public-function-urls.ts";
import { publicResourcePolicies } from "./access/public-resource-policies.ts";
import { resourceWildcards } from "./access/resource-wildcards.ts";
import { roleTrust } from "./access/role-trust.ts";
import { tlsOnly } from "./access/tls-only.ts";
import { dataBackups } from "./data/data-backups.ts";
import { deletionProtection } from "./data/deletion-protection.ts";
import { environmentSecrets } from "./data/environment-secrets.ts";
import { logRetention } from "./data/log-retention.ts";
import { queueEncryption } from "./data/queue-encryption.ts";
import { storageEncryption } from "./data/storage-encryption.ts";
import { type Exempted, exemptionFindings, judged } from "./exemptions.ts";
import type { Finding, Policy } from "./finding.ts";
import { alarmActions } from "./functions/alarm-actions.ts";
import { failedEvents } from "./functions/failed-events.ts";
import { functionLogGroups } from "./functions/function-log-groups.ts";
import { functionTracing } from "./functions/function-tracing.ts";
import { streamRetries } from "./functions/stream-retries.ts";
import { supportedRuntimes } from "./functions/supported-runtimes.ts";
import { dataLossRule } from "./ledger.ts";
import { mandatoryTags } from "./service/mandatory-tags.ts";
import { physicalNames } from "./service/physical-names.ts";
import { switchOf } from "./switches.ts";

export type { Exempted } from "./exemptions.ts";
export type { Finding, Policy } from "./finding.ts";

/** Every rule; a rule is a file and a row. Errors come first. */
export const policies: readonly Policy[] = [
  actionPatterns,
  possibleStatements,
  broadManagedPolicies,
  functionInvokers,
  roleTrust,
  publicResourcePolicies,
  publicBuckets,
  openSecurityGroups,
  tlsOnly,
  environmentSecrets,
  queueEncryption,
  storageEncryption,
  logRetention,
  deletionProtection,
  dataBackups,
  supportedRuntimes,
  streamRetries,
  mandatoryTags,
  failedEvents,
  resourceWildcards,
  publicFunctionUrls,
  functionLogGroups,
  functionTracing,
  alarmActions,
  physicalNames,
];

/** What the rules say of a service. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Findings that the ledger accepts. */
  readonly exempted: readonly Exempted[];
}

export interface VerdictOptions {
  readonly rules?: readonly Policy[];
  /** The day that exceptions and runtimes end by: `2027-03-31`. Default: the day it is. */
  readonly today?: string;
}

/** The resources that break a rule, in the order of the rules; what the ledger accepts is apart, what is wrong with it is a finding. */
export function verdictOn(graph: Graph, options: VerdictOptions = {}): Verdict {
  const { rules = policies, today = dayOf(new Date()) } = options;
  const everything = rules.flatMap((rule) => findingsOf(rule, graph, today));
  const on = everything.flatMap(({ rule, finding }): Finding[] => {
    const level = switchOf(rule, graph.stack);
    return level === "off" ? [] : [level === undefined ? finding : { ...finding, severity: level }];
  });
  const { findings, exempted } = judged(graph, on, { rules, today });
  const unfiltered = everything.map(({ finding }) => finding);
  const known = [...policies.map(({ id }) => id), dataLossRule];
  return {
    findings: [...findings, ...exemptionFindings(graph, unfiltered, { known, rules })],
    exempted,
  };
}

/** The findings of a verdict. */
export function findingsIn(graph: Graph, rules: readonly Policy[] = policies): Finding[] {
  return [...verdictOn(graph, { rules }).findings];
}

function findingsOf(rule: Policy, graph: Graph, today: string) {
  return rule.broken(graph, { today }).map(([{ urn, name }, message, severity = rule.severity]) => ({
    rule,
    finding: { rule: rule.id, severity, urn, name, message, remedy: rule.remedy } satisfies Finding,
  }));
}
