import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { workspaceDir } from "../../../values/places.ts";
import type { Problem } from "../../../values/problems.ts";
import type { Service } from "../../services.ts";
import { errorOf, pulumi } from "./cli.ts";

/** The first version whose `refresh` has `--preview-only` (Pulumi's release notes of v3.105.0). */
const leastVersion = "3.105.0";

/** What keeps the CLI from working, all of it, before any stack is touched. */
export async function cliProblems(services: readonly Service[], stage: string): Promise<Problem[]> {
  const { code, stdout } = await pulumi(["version"], workspaceDir());
  if (code === undefined)
    return [
      {
        problem:
          "There is no pulumi on PATH. Install the CLI (https://www.pulumi.com/docs/install/) and run this again.",
      },
    ];
  const version = stdout.trim().replace(/^v/, "");
  const problems: Problem[] = [];
  if (isOlder(version, leastVersion))
    problems.push({
      problem: `The pulumi on PATH is version ${version}; ${leastVersion} or newer is needed. Update it (https://www.pulumi.com/docs/install/).`,
    });
  const account = await pulumi(["whoami", "--json"], workspaceDir());
  if (account.code !== 0)
    problems.push({
      problem:
        `pulumi has no backend to keep state in: ${errorOf(account).replace(/[^.!?]$/, "$&.")} ` +
        "Run pulumi login, or set PULUMI_BACKEND_URL, such as to s3://<bucket>.",
    });
  else problems.push(...passphraseProblems(services, stage, backendOf(account.stdout)));
  return problems;
}

function isOlder(version: string, least: string): boolean {
  const [given, wanted] = [version, least].map((text) => text.split(/[.-]/).map(Number));
  const at = wanted!.findIndex((part, i) => part !== given![i]);
  return at !== -1 && !((given![at] ?? 0) > wanted![at]!);
}

function backendOf(whoami: string): string {
  try {
    return (JSON.parse(whoami) as { url?: string }).url ?? "";
  } catch {
    return "";
  }
}

/** A stack's file names its provider of secrets: a passphrase's by a salt, others by their URL. */
export function secretsOf(service: Service, stage: string): { provider?: string; salted: boolean } {
  const file = join(service.dir, `Pulumi.${stage}.yaml`);
  const { secretsprovider, encryptionsalt } = existsSync(file)
    ? ((parse(readFileSync(file, "utf8")) ?? {}) as Record<string, unknown>)
    : {};
  return {
    ...(typeof secretsprovider === "string" && { provider: secretsprovider }),
    salted: encryptionsalt !== undefined,
  };
}

/** Pulumi Cloud encrypts secrets itself; other backends use a passphrase unless the stack's file names a key. */
function passphraseProblems(services: readonly Service[], stage: string, backend: string): Problem[] {
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  if (PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE !== undefined) return [];
  const isCloud = /^https?:/.test(backend);
  const needing = services.filter((service) => {
    const { provider, salted } = secretsOf(service, stage);
    return salted || provider === "passphrase" || (provider === undefined && !isCloud);
  });
  if (needing.length === 0) return [];
  return [
    {
      problem:
        `Secrets of ${needing.map(({ name }) => name).join(", ")} are encrypted by a passphrase, and none is given: ` +
        "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, or name a key as secretsprovider in the stack's file.",
    },
  ];
}
