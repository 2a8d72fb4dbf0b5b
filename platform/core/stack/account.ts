import * as pulumi from "@pulumi/pulumi";
import { accounts } from "../../organisation.ts";
import { type Accounts, accountOf, placeProblems, tableProblems } from "../../values/delivery/accounts.ts";
import { ValueError } from "../../values/problems.ts";

/**
 * Refuses a stack whose config isn't that of its stage's account and regions, before anything is made. With the config
 * right, the AWS provider itself refuses credentials of another account when it starts (`allowedAccountIds` in
 * "Provider" of @pulumi/aws): no call of ours, and nothing that a program could make meanwhile.
 */
export function checkAccount(table: Accounts = accounts): void {
  const stage = pulumi.getStack();
  const config = new pulumi.Config("aws");
  const problems = [
    ...tableProblems(table),
    ...placeProblems(table, {
      stage,
      region: config.get("region"),
      allowed: config.get("allowedAccountIds"),
    }),
  ];
  if (problems.length > 0) throw new ValueError(problems, `Stack ${stage} of ${pulumi.getProject()}`);
  if (stage === "prod" && accountOf(table, stage).id === undefined)
    void pulumi.log.warn(
      "No account is named for prod: any credentials deploy it. Name it in accounts of platform/organisation.ts.",
    );
}
