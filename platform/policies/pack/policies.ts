import type {
  EnforcementLevel,
  Policies,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Severity } from "../finding.ts";
import { policies, type Verdict, verdictOn } from "../index.ts";
import { Inputs } from "./graph.ts";

const levels: Readonly<Record<Severity, EnforcementLevel>> = { error: "mandatory", warning: "advisory" };

/**
 * The rules as policies of Pulumi's. A policy has one level of enforcement and a finding's depends on the stage and the day, so each
 * rule is two policies: errors have its id, and warnings the id with `-warning`.
 */
export function packPolicies(): Policies {
  const inputs = new Inputs();
  const verdicts = new WeakMap<StackValidationArgs["resources"], Verdict>();
  const verdictOf = ({ resources }: StackValidationArgs): Verdict => {
    const verdict = verdicts.get(resources) ?? verdictOn(inputs.graph(resources));
    verdicts.set(resources, verdict);
    return verdict;
  };
  const collector: ResourceValidationPolicy = {
    name: "inputs",
    description: "Collects what the program gives its resources; finds nothing.",
    enforcementLevel: "advisory",
    validateResource: (args) => inputs.add(args),
  };
  const rules = [
    ...policies,
    { id: "exemptions", title: "Exemptions name rules that there are, and have an effect." },
  ];
  return [
    collector,
    ...rules.flatMap(({ id, title }) =>
      (["error", "warning"] as const).map(
        (severity): StackValidationPolicy => ({
          name: severity === "error" ? id : `${id}-warning`,
          description: title,
          enforcementLevel: levels[severity],
          validateStack(args, report) {
            for (const finding of verdictOf(args).findings)
              if (finding.rule === id && finding.severity === severity)
                report(`${finding.message} ${finding.remedy}`, finding.urn);
          },
        }),
      ),
    ),
  ];
}
