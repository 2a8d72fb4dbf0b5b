import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One resource that a rule of a pack is about. */
export interface PackFinding {
  /** `CKV_AWS_18`, `AwsSolutions-S1`, `E3010`; of cdk-nag's rule on wildcards with what it found, in brackets. */
  readonly rule: string;
  readonly says: string;
  /** Name of the template. */
  readonly template: string;
  /** Logical id in the template. */
  readonly id: string;
}

/** Runs a pack that exits with an error when it finds something. */
function output(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(command, args, { cwd, maxBuffer: 1e9 }, (error, stdout, stderr) => {
      // A finding is an exit code; a program that isn't there or that crashed has no code of a number, or no output.
      if (error && (typeof error.code !== "number" || stdout === ""))
        reject(new Error(`${error.message}\n${stderr}`));
      else resolve(stdout);
    }),
  );
}

const nameOf = (file: string) => file.replace(/^.*\//, "").replace(/\.json$/, "");

/** checkov's rules on CloudFormation. */
export async function checkov(packs: string, templates: string): Promise<PackFinding[]> {
  interface Check {
    readonly check_id: string;
    readonly check_name: string;
    readonly file_path: string;
    readonly resource: string;
  }
  interface Report {
    readonly summary: { readonly parsing_errors: number };
    readonly results: { readonly failed_checks: readonly Check[] };
  }
  const args = ["-d", templates, "--framework", "cloudformation", "-o", "json", "--quiet", "--compact"];
  const text = await output(join(packs, "python/bin/checkov"), args, templates);
  const reports = [JSON.parse(text) as Report | Report[]].flat();
  if (reports.some(({ summary }) => summary.parsing_errors > 0))
    throw new Error("checkov could not read a template");
  return reports.flatMap(({ results }) =>
    results.failed_checks.map((one) => ({
      rule: one.check_id,
      says: one.check_name,
      template: nameOf(one.file_path),
      id: one.resource.split(".")[1]!,
    })),
  );
}

/** cfn-lint, which knows CloudFormation's schemas. */
export async function cfnLint(
  packs: string,
  templates: string,
  files: readonly string[],
): Promise<PackFinding[]> {
  interface Match {
    readonly Rule: { readonly Id: string };
    readonly Message: string;
    readonly Filename: string;
    readonly Location: { readonly Path: readonly (string | number)[] };
  }
  const text = await output(join(packs, "python/bin/cfn-lint"), ["-f", "json", ...files], templates);
  return (JSON.parse(text) as Match[]).map((one) => ({
    rule: one.Rule.Id,
    says: one.Message,
    template: nameOf(one.Filename),
    id: String(one.Location.Path[1] ?? ""),
  }));
}

/** cdk-nag's packs AwsSolutions and Serverless. */
export async function cdkNag(packs: string, templates: string, out: string): Promise<PackFinding[]> {
  interface Violation {
    readonly ruleName: string;
    readonly description: string;
    readonly violatingConstructs: readonly { readonly constructPath: string }[];
  }
  interface Report {
    readonly pluginReports: readonly {
      readonly pluginName: string;
      readonly violations: readonly Violation[];
    }[];
  }
  await output(process.execPath, [join(import.meta.dirname, "cdk-nag.cjs"), templates, out], packs);
  const report = JSON.parse(readFileSync(join(out, "validation-report.json"), "utf8")) as Report;
  return report.pluginReports
    .filter(({ pluginName }) => ["AwsSolutions", "Serverless"].includes(pluginName))
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, description, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => {
        const [template = "", , id = ""] = constructPath.split("/");
        return { rule: ruleName, says: description, template, id };
      }),
    );
}
