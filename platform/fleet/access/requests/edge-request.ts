import type { Context, Request } from "../../../access/index.ts";
import type { Push } from "./pushes.ts";
import type { Assumption, Work } from "./roles.ts";

/** The ends of an edge: URNs, or ARNs of what is outside of the graph; and which of several edges between them. */
export interface Ends {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** A request that AWS makes for an edge of a graph. */
export interface EdgeRequest extends Request, Ends {
  /** Title of the AWS page that has AWS ask like this. */
  readonly page: string;
}

/** Values of the braces in `Push.source`; `arn` gives partition, region and account too. */
export type Source = Readonly<Record<string, string>>;

/** A part of an ARN: 1 the partition, 3 the region, 4 the account. */
export const part = (arn: string, index: 1 | 3 | 4): string => arn.split(":")[index] ?? "";

/** What a service asks for in its own name: a request for each action. */
export function pushed(push: Push, ends: Ends, resource: string, source: Source): EdgeRequest[] {
  const context = { ...sourceKeys(push, source, part(resource, 4)), ...push.context };
  return push.actions.map((action) => ({
    ...ends,
    page: push.page,
    principal: { service: push.by },
    action,
    resource,
    context: { ...common, ...context },
  }));
}

/** The role being taken on, by each service that does. */
export function assumed(row: Assumption, ends: Ends, role: string, source: Source): EdgeRequest[] {
  return row.by.map((service) => ({
    ...ends,
    page: row.page,
    principal: { service },
    action: "sts:AssumeRole",
    resource: role,
    context: { ...common, ...sourceKeys(row, source, part(role, 4)) },
  }));
}

/** What is done with a role's permissions: a request for each action and resource. */
export function worked(
  row: Work,
  ends: Ends,
  role: string,
  asked: { readonly resources: readonly string[]; readonly context?: Context },
): EdgeRequest[] {
  return row.actions.flatMap((action) =>
    asked.resources.map((resource) => ({
      ...ends,
      page: row.page,
      principal: { role },
      action,
      resource,
      context: { ...common, ...asked.context },
    })),
  );
}

/** Every request of AWS's own is made by TLS. */
export const common: Context = { "aws:SecureTransport": "true" };

/** The ARN of a bucket has no account: that of the resource, which S3 sends as the bucket's owner, stands for it. */
function sourceKeys(
  { source, account }: Pick<Push, "source" | "account">,
  values: Source,
  otherwise: string,
): Context {
  const arn = values.arn ?? values.executionArn ?? "";
  const all: Source = {
    partition: part(arn, 1),
    region: part(arn, 3),
    account: part(arn, 4) || otherwise,
    ...values,
  };
  return {
    ...(source !== undefined && { "aws:SourceArn": filled(source, all) }),
    ...(account && { "aws:SourceAccount": all.account! }),
  };
}

function filled(template: string, values: Source): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template}: nothing is known of {${name}}`);
    return value;
  });
}
