import type { Graph, Resource } from "../engine/index.ts";
import { suggestion } from "../values/problems.ts";
import type { Finding, Policy, RuleContext } from "./finding.ts";
import { type LedgerEntry, ledgerIn } from "./ledger.ts";

/** A finding that the ledger accepts, with the entry that does. */
export interface Exempted {
  readonly finding: Finding;
  readonly by: LedgerEntry;
}

type Exemption = Extract<LedgerEntry, { kind: "exemption" }>;

/** The findings that stand and those that the ledger accepts. Entries past their last day accept none. */
export function judged(
  graph: Graph,
  findings: readonly Finding[],
  { rules, today }: RuleContext & { readonly rules: readonly Policy[] },
): { readonly findings: readonly Finding[]; readonly exempted: readonly Exempted[] } {
  const entries = ledgerIn(graph);
  const valid = entries.filter(({ entry }) => entry.expires >= today);
  const settings = new Map(rules.map((rule) => [rule.id, rule.settings ?? []]));
  const of = (finding: Finding) => {
    const above = lineOf(graph, finding.urn);
    return valid.find((one) =>
      one.kind === "exemption"
        ? one.entry.rule === finding.rule && above.some(({ name }) => name === one.entry.resource)
        : settings.get(finding.rule)?.includes(one.entry.setting) === true &&
          above.some(({ urn }) => urn === one.resource.parent),
    );
  };
  const all = findings.map((finding) => ({ finding, by: of(finding) }));
  return {
    findings: all.flatMap(({ finding, by }) => (by ? [] : [finding])),
    exempted: all.flatMap(({ finding, by }) => (by ? [{ finding, by }] : [])),
  };
}

/**
 * Findings about exemptions themselves: a rule that there isn't, and one that nothing breaks. `unfiltered` are the findings before
 * any were accepted, those of rules that are off included: an exemption may wait for a rule that another stage has.
 */
export function exemptionFindings(
  graph: Graph,
  unfiltered: readonly Finding[],
  { known, rules }: { readonly known: readonly string[]; readonly rules: readonly Policy[] },
): Finding[] {
  const exemptions = ledgerIn(graph).filter((one): one is Exemption => one.kind === "exemption");
  return exemptions.flatMap(({ resource, entry }) => {
    const about = (severity: Finding["severity"], message: string, remedy: string): Finding[] => [
      { rule: "exemptions", severity, urn: resource.urn, name: resource.name, message, remedy },
    ];
    if (!known.includes(entry.rule))
      return about(
        "error",
        `There is no rule ${JSON.stringify(entry.rule)}.${suggestion(entry.rule, known)}`,
        "Name a rule of docs/policies.md.",
      );
    if (!rules.some(({ id }) => id === entry.rule)) return [];
    const covers = (finding: Finding) =>
      finding.rule === entry.rule && lineOf(graph, finding.urn).some(({ name }) => name === entry.resource);
    return unfiltered.some(covers)
      ? []
      : about(
          "warning",
          `Nothing of ${entry.resource} breaks ${entry.rule}: the exemption has no effect.`,
          "Remove it, or correct the resource's name.",
        );
  });
}

/** A resource and its ancestors, itself first. */
function lineOf(graph: Graph, urn: string): Resource[] {
  const resource = graph.byUrn(urn);
  return resource ? [resource, ...(resource.parent ? lineOf(graph, resource.parent) : [])] : [];
}
