import { accounts } from "../../../organisation.ts";
import { accountOf, allowedKey } from "../../../values/delivery/accounts.ts";
import type { Service } from "../../services.ts";
import { errorOf, pulumi } from "./cli.ts";
import { secretsOf } from "./preflight.ts";

/** A resource whose creation was begun and never reported as ended: it may exist or not. */
export interface Pending {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly provider?: string;
}

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string }[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: Pending }[];
  };
}

/** What the backend knows of a stack. */
export interface State {
  readonly pending: readonly Pending[];
  readonly resources: readonly string[];
}

/** The state of a stack; undefined where there is no such stack. Throws the CLI's error. */
export async function stateOf(service: Service, stage: string): Promise<State | undefined> {
  const said = await pulumi(["stack", "export", "--stack", stage], service.dir);
  if (said.code !== 0) {
    if (/no stack named .* found/.test(said.stderr)) return undefined;
    throw new Error(errorOf(said));
  }
  const { deployment = {} } = JSON.parse(said.stdout) as Exported;
  return {
    pending: (deployment.pending_operations ?? [])
      .filter(({ type }) => type === "creating")
      .map(({ resource }) => resource),
    resources: (deployment.resources ?? []).map(({ urn }) => urn),
  };
}

/** Makes a stack without selecting it: what a person's own `pulumi up` works on stays as it is. */
export async function makeStack(service: Service, stage: string): Promise<void> {
  const { provider } = secretsOf(service, stage);
  const flags = provider ? ["--secrets-provider", provider] : [];
  const said = await pulumi(["stack", "init", stage, "--no-select", ...flags], service.dir);
  if (said.code !== 0) throw new Error(`The stack can't be made: ${errorOf(said)}`);
  const { id } = accountOf(accounts, stage);
  if (id !== undefined && !service.stages.includes(stage)) await restrict(service, stage, id);
}

/** A stack without a file gets the account of its stage: the provider refuses any other. */
async function restrict(service: Service, stage: string, account: string): Promise<void> {
  const key = [...["config", "set", "--path", `${allowedKey}[0]`, account], ...["--stack", stage]];
  const said = await pulumi(key, service.dir);
  if (said.code !== 0) throw new Error(`The stack's account can't be set: ${errorOf(said)}`);
}

/** Removes a stack without resources, and its file. Throws the CLI's error. */
export async function removeStack(service: Service, stage: string): Promise<void> {
  const said = await pulumi(["stack", "rm", stage, "--yes"], service.dir);
  if (said.code !== 0) throw new Error(`The stack can't be removed: ${errorOf(said)}`);
}
