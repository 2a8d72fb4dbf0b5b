import * as aws from "@pulumi/aws";
import type { Component } from "../../core/component.ts";
import { type Linkable, linkOf } from "../../core/link.ts";
import { policyDocument } from "../../core/policy.ts";
import type { FunctionArgs, HandlerPath } from "../function/args.ts";
import type { Function } from "../function/function.ts";
import { Gateway } from "../gateway/gateway.ts";
import type { HttpArgs } from "../gateway/types/index.ts";
import { Table } from "../table/table.ts";

/** A step that waits for a person: created by `approval(...)`. */
export class Approval<const A extends HandlerPath | FunctionArgs = HandlerPath | FunctionArgs> {
  /** The function that asks. */
  readonly ask: A;
  readonly timeout: number | undefined;

  constructor(ask: A, timeout?: number) {
    this.ask = ask;
    this.timeout = timeout;
  }
}

export interface ApprovalOptions {
  /** Seconds a run waits before the step fails with `States.Timeout`. Default: `defaults.pipeline.approvalTimeout`. */
  readonly timeout?: number;
}

/**
 * A step that waits for a person, in `steps`. Its handler, written with `approval` of `#runtime/approval`, sends the link to
 * the page on which that person decides. Approved, the run goes on with the decision as `approval` in the input; rejected,
 * the step fails as `Rejected`, which `catch(["Rejected"], ...)` takes.
 */
export function approval<const A extends HandlerPath | FunctionArgs>(
  ask: A,
  { timeout }: ApprovalOptions = {},
): Approval<A> {
  return new Approval(ask, timeout);
}

/** Name of the variable that `#runtime/approval` reads. */
const variable = "APPROVALS_TABLE_NAME";

/** A table for questions that wait for answers, and the link to it for the functions that ask. */
export function createApprovalTable(parent: Component, name: string): { table: Table; access: Linkable } {
  const table = new Table(`${name}-approvals`, { partitionKey: "id", ttl: "expires" }, { parent });
  const actions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
  return { table, access: linkOf(variable, table.tableName, actions, [table.arn]) };
}

/** The pages on which people decide: the functions that ask answer for them too. */
export function createApprovalPages(
  parent: Component,
  name: string,
  functions: readonly Function[],
): Gateway<HttpArgs> {
  const routes = functions.flatMap((fn) => {
    const path = pagePath(name, fn);
    return [
      [`GET ${path}`, fn],
      [`POST ${path}`, fn],
    ] as const;
  });
  const args: HttpArgs = { routes: Object.fromEntries(routes) };
  return new Gateway(`${name}-pages`, args, { parent });
}

/** `/ask` of the function `flow-ask` of the pipeline `flow`. */
export const pagePath = (name: string, fn: Function): `/${string}` =>
  `/${fn.componentName.slice(name.length + 1)}`;

/** Lets the asking functions end the waiting of steps. A policy of its own: not all of the pipeline's functions ask. */
export function allowAnswers(parent: Component, functions: readonly Function[]): void {
  for (const fn of functions)
    new aws.iam.RolePolicy(
      `${fn.componentName}-answer-policy`,
      {
        name: "answer",
        role: fn.role.name,
        // AWS takes no resource for them ("Actions, resources, and condition keys for AWS Step Functions"), though its refusals
        // name the state machine: what is allowed on "*" is refused by neither reading. The token says which step may go on.
        policy: policyDocument([
          { actions: ["states:SendTaskSuccess", "states:SendTaskFailure"], resources: ["*"] },
        ]),
      },
      { parent },
    );
}
