/** Where a stage is deployed to. */
export interface Account {
  /** Twelve digits; left out: any account. */
  readonly id?: string;
  /** Left out: any region. */
  readonly regions?: readonly string[];
  /** ARN of the role that CI deploys by: the foundation's output `deployRoleArn`. */
  readonly role?: string;
}

/** By stage. A stage that isn't named (a branch, a person's own) is deployed where `dev` is. */
export type Accounts = Readonly<Record<string, Account>>;

/** A stack as its config places it. */
export interface Placed {
  readonly stage: string;
  /** `aws:region`. */
  readonly region: string | undefined;
  /** `aws:allowedAccountIds`, as config holds it: JSON. */
  readonly allowed: string | undefined;
}

/** Key of the config by which the AWS provider refuses other accounts before it makes anything. */
export const allowedKey = "aws:allowedAccountIds";

/** The account of a stage. */
export function accountOf(accounts: Accounts, stage: string): Account {
  return (Object.hasOwn(accounts, stage) ? accounts[stage] : accounts.dev) ?? {};
}

/** Mistakes in the table itself. */
export function tableProblems(accounts: Accounts): string[] {
  return Object.entries(accounts).flatMap(([stage, { id, regions, role }]) => [
    ...(id === undefined || /^\d{12}$/.test(id)
      ? []
      : [`accounts.${stage}.id: ${JSON.stringify(id)} given; twelve digits are allowed.`]),
    ...(regions?.length === 0
      ? [`accounts.${stage}.regions: no region is named; name one, or leave it out for any.`]
      : []),
    ...(role === undefined || /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(role)
      ? []
      : [`accounts.${stage}.role: ${JSON.stringify(role)} given; the ARN of a role is allowed.`]),
  ]);
}

/** What a stack's config says otherwise than the table of accounts; each a sentence with what to write. */
export function placeProblems(accounts: Accounts, { stage, region, allowed }: Placed): string[] {
  const { id, regions } = accountOf(accounts, stage);
  const problems: string[] = [];
  if (regions && region !== undefined && !regions.includes(region))
    problems.push(
      `aws:region: ${region} given; stage ${stage} is deployed to ${regions.join(", ")} (accounts in organisation.ts).`,
    );
  if (id !== undefined && !sameAccount(allowed, id))
    problems.push(
      `${allowedKey}: ${allowed ?? "nothing"} given; stage ${stage} is deployed to account ${id} only (accounts in ` +
        `organisation.ts). Write ["${id}"]: npm run derive does it in the stacks' files; in a stack without a file, ` +
        `pulumi config set --path '${allowedKey}[0]' ${id}.`,
    );
  return problems;
}

/** The stack's config for the stage's account; nothing where the table names none. */
export function allowedConfig(accounts: Accounts, stage: string): string | undefined {
  const { id } = accountOf(accounts, stage);
  return id === undefined ? undefined : JSON.stringify([id]);
}

function sameAccount(allowed: string | undefined, id: string): boolean {
  if (allowed === undefined) return false;
  try {
    const ids: unknown = JSON.parse(allowed);
    return Array.isArray(ids) && ids.length === 1 && String(ids[0]) === id;
  } catch {
    return false;
  }
}
