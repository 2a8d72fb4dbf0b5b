import { expect, test } from "vitest";
import { sdkCallsOf } from "../../../support/access/sdk-calls.ts";
import { graphOf, without } from "../../../support/index.ts";

// By what their sources call: of the document client, by a paginator, of Powertools' and the platform's own modules.
const calls = [
  ["users-api", "api-list-users-function", ["DynamoDBClient.Scan"]],
  ["users-api", "api-create-user-function", ["DynamoDBClient.PutItem"]],
  ["nightly-report", "nightly-report-function", ["DynamoDBClient.Query", "SQSClient.SendMessage"]],
  ["website", "api-opening-hours-function", []],
  [
    "alarm-to-slack",
    "alarms-on-alarm-function",
    [
      "CloudWatchLogsClient.GetQueryResults",
      "CloudWatchLogsClient.StartQuery",
      "DynamoDBClient.DeleteItem",
      "DynamoDBClient.GetItem",
      "DynamoDBClient.PutItem",
      "DynamoDBClient.UpdateItem",
      "SecretsManagerClient.GetSecretValue",
    ],
  ],
] as const;

test.each(calls.filter(([service]) => !without(service)))(
  "a bundle tells what its function calls: %s, %s",
  async (service, name, calls) => {
    const fn = (await graphOf(service, { stage: "prod" })).get(name, "aws:lambda/function:Function");
    const own = sdkCallsOf(fn)?.filter(({ client }) => !/^(SSO|SSOOIDC|STS|Signin)Client$/.test(client));
    const names = own?.map(({ client, operation }) => `${client}.${operation}`);
    expect(names?.filter((call) => call !== "DynamoDBClient.DescribeEndpoints").sort()).toEqual(calls);
  },
);

test.skipIf(without("python-scorer"))("code in another language is not read", async () => {
  const fn = (await graphOf("python-scorer")).get("api-scorer-function", "aws:lambda/function:Function");
  expect(sdkCallsOf(fn)).toBeUndefined();
});
