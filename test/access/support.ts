import { type Context, evaluate, type Principal, type Request } from "../../platform/access/index.ts";

export const account = "123456789012";
export const role = `arn:aws:iam::${account}:role/service/shop-role`;
export const object = "arn:aws:s3:::bucket/a.txt";

export const read: Request = {
  principal: { role },
  action: "s3:GetObject",
  resource: object,
  context: {},
};

type Element = object;

/** A document of the current version, of statements that allow unless they say otherwise. */
export const policy = (...statements: Element[]) => ({
  Version: "2012-10-17",
  Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
});

/** A document of a role: allows everything but for the elements given. */
export const identity = (elements: Element = {}) => policy({ Action: "*", Resource: "*", ...elements });

/** Whether a role that is allowed everything under a condition may read an object in a context. */
export function holds(Condition: unknown, context: Context, principal: Principal = { role }): boolean {
  return evaluate({ ...read, principal, context }, { identity: [identity({ Condition })] }).allowed;
}
