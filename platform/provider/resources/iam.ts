import { partition } from "../place.ts";
import { letters } from "../stable-ids.ts";
import { type Compute, type Context, created } from "./context.ts";

// IAM is global: its ARNs name no region.
const own = (c: Context, kind: string) =>
  `arn:${partition(c)}:iam::${c.account}:${kind}${c.text("path") || "/"}${c.name}`;
const uniqueId = (prefix: string, c: Context) =>
  prefix + letters(c.seed, 17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

export const iam: Readonly<Record<string, Compute>> = {
  "aws:iam/role:Role": (c) => ({ arn: own(c, "role"), uniqueId: uniqueId("AROA", c), createDate: created }),
  "aws:iam/rolePolicy:RolePolicy": (c) => ({ id: `${c.text("role")}:${c.name}` }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (c) => ({
    id: `${c.text("role")}/${c.text("policyArn")}`,
  }),
  "aws:iam/policy:Policy": (c) => {
    const arn = own(c, "policy");
    return { id: arn, arn, policyId: uniqueId("ANPA", c), attachmentCount: 0 };
  },
  "aws:iam/user:User": (c) => ({ arn: own(c, "user"), uniqueId: uniqueId("AIDA", c) }),
  "aws:iam/instanceProfile:InstanceProfile": (c) => ({
    arn: own(c, "instance-profile"),
    uniqueId: uniqueId("AIPA", c),
    createDate: created,
  }),
};
