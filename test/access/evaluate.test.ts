import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate, type Policies, type Principal, type Request } from "../../platform/access/index.ts";
import { account, identity, object, policy, read, role } from "./support.ts";

const everyone = policy({ Principal: "*", Action: "s3:GetObject", Resource: object });
const granted = (AWS: unknown, elements: object = {}) =>
  policy({ Principal: { AWS }, Action: "s3:GetObject", Resource: object, ...elements });
const root = `arn:aws:iam::${account}:root`;
const other = "arn:aws:iam::999999999999:role/other";
const nothing = policy({ Action: "sqs:SendMessage", Resource: "*" });

const reasonOf = (policies: Policies, request: Partial<Request> = {}) =>
  evaluate({ ...read, ...request }, policies).reason;

// AWS: "Policy evaluation for requests within a single account".
describe("within one account", () => {
  test("nothing is allowed by default", () => {
    expect(reasonOf({})).toBe("no statement allows");
    expect(reasonOf({ identity: [nothing], resource: [] })).toBe("no statement allows");
  });

  // "If either the identity-based policy or the resource-based policy within the same account allows the request and the other
  // doesn't, the request is still allowed."
  test("one side is enough", () => {
    expect(reasonOf({ identity: [nothing, identity()] })).toBe("allowed by the identity policy");
    expect(reasonOf({ resource: [granted(role)] })).toBe("allowed by the resource policy");
    expect(reasonOf({ resource: [everyone] })).toBe("allowed by the resource policy");
  });

  // "An explicit deny in any of the policies overrides the allow."
  test.each(["identity", "boundary", "resource"] as const)("a denial in the %s policy wins", (side) => {
    const denial =
      side === "resource" ? granted("*", { Effect: "Deny" }) : identity({ Effect: "Deny", Sid: "No" });
    const all = { identity: [identity()], boundary: [identity()], resource: [everyone] };
    expect(reasonOf(all)).toMatch(/^allowed/);
    const decision = evaluate(read, { ...all, [side]: [...all[side], denial] });
    expect(decision).toMatchObject({
      allowed: false,
      reason: "explicit deny",
      statement: { effect: "Deny" },
    });
  });

  // AWS: "AWS JSON policy elements: Principal": the account as principal "delegates authority to the account", whose own policies
  // then decide.
  test.each([account, root])("naming the account (%s) leaves it to the role's own policies", (named) => {
    expect(reasonOf({ resource: [granted(named)] })).toBe("no statement allows");
    expect(reasonOf({ resource: [granted(named)], identity: [identity()] })).toBe(
      "allowed by the identity policy",
    );
  });

  test("the decision has the statement that allowed", () => {
    const { statement } = evaluate(read, { identity: [nothing, identity({ Sid: "Reads" })] });
    expect(statement?.sid).toBe("Reads");
  });
});

// AWS: "Permissions boundaries for IAM entities".
describe("a permissions boundary", () => {
  test("limits what the role's policies allow", () => {
    expect(reasonOf({ identity: [identity()], boundary: [nothing] })).toBe(
      "the permissions boundary does not allow",
    );
    expect(reasonOf({ identity: [identity()], boundary: [] })).toBe(
      "the permissions boundary does not allow",
    );
    expect(reasonOf({ identity: [], boundary: [identity()] })).toBe("no statement allows");
    expect(reasonOf({ identity: [identity()], boundary: [nothing, identity()] })).toMatch(/^allowed/);
  });

  // "permissions granted by a resource-based policy to an IAM role ARN are limited by an implicit deny in a permissions boundary",
  // those to its session are not.
  test("limits what a resource grants to a role, not what it grants to its session", () => {
    const session = `arn:aws:sts::${account}:assumed-role/shop-role/shop-fn`;
    const principal = { role, session: "shop-fn" };
    const limited = { boundary: [nothing] };
    expect(reasonOf({ ...limited, resource: [granted(role)] }, { principal })).toBe(
      "the permissions boundary does not allow",
    );
    expect(reasonOf({ ...limited, resource: [granted(session)] }, { principal })).toBe(
      "allowed by the resource policy",
    );
    const another = { role, session: "another" };
    expect(reasonOf({ resource: [granted(session)] }, { principal: another })).toBe("no statement allows");
  });
});

// AWS: "Cross-account policy evaluation logic": "the request is allowed only if both evaluations return a decision of Allow".
describe("across accounts", () => {
  const queue = "arn:aws:sqs:eu-west-1:999999999999:jobs";
  const request = { action: "sqs:SendMessage", resource: queue };
  const theirs = (AWS: string) => policy({ Principal: { AWS }, Action: "sqs:SendMessage", Resource: queue });

  test.each([role, account, root, "*"])("both sides must allow, the other by naming %s", (named) => {
    expect(reasonOf({ resource: [theirs(named)] }, request)).toBe("no statement allows");
    expect(reasonOf({ identity: [identity()] }, request)).toBe("the resource's policy does not allow");
    expect(reasonOf({ identity: [identity()], resource: [theirs(named)] }, request)).toBe(
      "allowed by both policies",
    );
  });

  test("the owner of a bucket is not in its ARN, but in aws:ResourceAccount", () => {
    const context = { "aws:ResourceAccount": "999999999999" };
    expect(reasonOf({ identity: [identity()] }, { context })).toBe("the resource's policy does not allow");
    expect(reasonOf({ identity: [identity()] }, { context: { "aws:ResourceAccount": account } })).toMatch(
      /^allowed/,
    );
  });
});

// "IAM role trust policies and KMS key policies are exceptions to this logic, because they must explicitly allow access for
// principals." (AWS: "How AWS enforcement code logic evaluates requests to allow or deny access")
describe("a key and a role to assume", () => {
  const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
  const request = { action: "kms:Decrypt", resource: key };
  const keyPolicy = (AWS: unknown) => policy({ Principal: { AWS }, Action: "kms:*", Resource: "*" });

  // AWS: "Key policies in AWS KMS": "Without permission from the key policy, IAM policies that allow permissions have no effect."
  test("a role's policy counts only where the key's policy enables the account's policies", () => {
    expect(reasonOf({ identity: [identity()], resource: [] }, request)).toBe(
      "the resource's policy does not allow",
    );
    expect(reasonOf({ identity: [identity()], resource: [keyPolicy(other)] }, request)).toBe(
      "the resource's policy does not allow",
    );
    expect(reasonOf({ identity: [identity()], resource: [keyPolicy(root)] }, request)).toBe(
      "allowed by both policies",
    );
    expect(reasonOf({ resource: [keyPolicy(root)] }, request)).toBe("no statement allows");
    expect(reasonOf({ resource: [keyPolicy(role)] }, request)).toBe("allowed by the resource policy");
  });

  test("actions that are about no key are like those of other services", () => {
    expect(reasonOf({ identity: [identity()] }, { action: "kms:ListKeys", resource: "*" })).toMatch(
      /^allowed/,
    );
  });

  test("a role is assumed by those whom its trust policy names, without naming a resource", () => {
    const trust = (Principal: object) => policy({ Principal, Action: "sts:AssumeRole" });
    const assume = { action: "sts:AssumeRole", resource: `arn:aws:iam::${account}:role/jobs` };
    const lambda = { service: "lambda.amazonaws.com" };
    const trusting = trust({ Service: "lambda.amazonaws.com" });
    expect(reasonOf({ resource: [trusting] }, { ...assume, principal: lambda })).toMatch(/^allowed/);
    expect(
      reasonOf({ resource: [trusting] }, { ...assume, principal: { service: "states.amazonaws.com" } }),
    ).toBe("no statement allows");
    expect(reasonOf({ resource: [trusting], identity: [identity()] }, assume)).toBe(
      "the resource's policy does not allow",
    );
    expect(reasonOf({ resource: [trust({ AWS: root })], identity: [identity()] }, assume)).toMatch(
      /^allowed/,
    );
    const elsewhere = identity({ Resource: `arn:aws:iam::${account}:role/others` });
    expect(reasonOf({ resource: [trust({ AWS: root })], identity: [elsewhere] }, assume)).toBe(
      "no statement allows",
    );
  });
});

// AWS: "AWS JSON policy elements: Principal".
describe("a principal", () => {
  const service: Principal = { service: "s3.amazonaws.com" };
  const anyone: Principal = { anyone: true };
  const allowed = (Principal: unknown, principal: Principal) =>
    evaluate({ ...read, principal }, { resource: [policy({ Principal, Action: "*", Resource: "*" })] })
      .allowed;

  test.each<[unknown, Principal, boolean]>([
    [{ Service: "s3.amazonaws.com" }, service, true],
    [{ Service: ["sns.amazonaws.com", "s3.amazonaws.com"] }, service, true],
    [{ Service: "sns.amazonaws.com" }, service, false],
    [{ AWS: role }, service, false],
    [{ Service: "s3.amazonaws.com" }, { role }, false],
    [{ AWS: [other, role] }, { role }, true],
    [{ AWS: other }, { role }, false],
    [{ Federated: "cognito-identity.amazonaws.com" }, { role }, false],
    [{ CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }, { role }, false],
    // "The following elements are equivalent": everyone, services and callers without credentials among them.
    ["*", anyone, true],
    [{ AWS: "*" }, anyone, true],
    ["*", service, true],
    [{ AWS: account }, anyone, false],
    [{ Service: "s3.amazonaws.com" }, anyone, false],
  ])("%j lets %j in: %s", (named, principal, expected) => {
    expect(allowed(named, principal)).toBe(expected);
  });

  test("that is a service has no policies of its own", () => {
    expect(reasonOf({ identity: [identity()] }, { principal: service })).toBe("no statement allows");
  });

  // AWS: "AWS JSON policy elements: NotPrincipal": the account of a role must be listed too; "The NotPrincipal element with a Deny
  // effect will always deny any IAM principal that has a permissions boundary policy attached".
  test("is left out of a denial when its role and account are listed, and it has no boundary", () => {
    const denial = (NotPrincipal: unknown) =>
      policy({ Effect: "Deny", NotPrincipal, Action: "*", Resource: "*" });
    const meets = (NotPrincipal: unknown, boundary?: unknown[]) =>
      reasonOf({ identity: [identity()], resource: [denial(NotPrincipal)], ...(boundary && { boundary }) });
    expect(meets({ AWS: [role, root] })).toMatch(/^allowed/);
    expect(meets({ AWS: role })).toBe("explicit deny");
    expect(meets({ AWS: [other, root] })).toBe("explicit deny");
    expect(meets({ AWS: [role, root] }, [identity()])).toBe("explicit deny");
  });
});

describe("whatever the policies", () => {
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.constantFrom("s3:*", "s3:GetObject", "s3:PutObject", "*"),
    Resource: fc.constantFrom("*", object, "arn:aws:s3:::bucket/*", "arn:aws:s3:::other"),
  });
  const documents = fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => [policy(...all)]);
  const onResource = documents.map(([one]) => [
    { ...one, Statement: one!.Statement.map((each) => ({ ...each, Principal: { AWS: [role, root] } })) },
  ]);
  const policies = fc.record({ identity: documents, resource: onResource, boundary: documents });

  test("one more statement that allows takes nothing away, one more that denies wins", () => {
    fc.assert(
      fc.property(policies, (given) => {
        const more = { ...given, identity: [...given.identity, identity()] };
        if (evaluate(read, given).allowed) expect(evaluate(read, more).allowed).toBe(true);
        const denied = { ...given, resource: [...given.resource, granted("*", { Effect: "Deny" })] };
        expect(evaluate(read, denied).reason).toBe("explicit deny");
      }),
    );
  });

  test("a boundary allows nothing of its own", () => {
    fc.assert(
      fc.property(policies, ({ boundary, ...given }) => {
        if (evaluate(read, { ...given, boundary }).allowed) expect(evaluate(read, given).allowed).toBe(true);
      }),
    );
  });
});
