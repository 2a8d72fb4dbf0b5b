import { json } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

export const access: Readonly<Record<string, Mapping>> = {
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    type: "AWS::IAM::OIDCProvider",
    names: { clientIdLists: "ClientIdList" },
  },
  "aws:iam/policy:Policy": {
    type: "AWS::IAM::ManagedPolicy",
    names: { name: "ManagedPolicyName", policy: "PolicyDocument" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["PolicyDocument"],
    // CloudFormation gives these none.
    tags: () => undefined,
  },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    names: { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
    change: ({ assumeRolePolicy }) => ({ assumeRolePolicy: json(assumeRolePolicy) }),
    data: ["AssumeRolePolicyDocument"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName", policy: "PolicyDocument" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["PolicyDocument"],
  },
};
