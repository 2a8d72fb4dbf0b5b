import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/users-api-dev-users";

/** What a function may do with the table; what every function may do (logs, traces) is left out. */
function tableActions(fn: string): readonly string[] {
  const own = statements(graph, `${fn}-policy`).filter(({ resources }) => resources.includes(arn));
  return own.flatMap(({ actions }) => actions);
}

test("the API has exactly the routes that are documented", () => {
  const routes = graph.of("aws:apigatewayv2/route:Route").map(({ inputs }) => inputs.routeKey);

  expect(routes.sort()).toEqual(["GET /users", "GET /users/{id}", "POST /users"]);
});

test("each route is answered by its own handler", () => {
  const functions = graph.of("aws:lambda/function:Function").map(({ inputs }) => inputs.name);

  expect(functions.sort()).toEqual([
    "users-api-dev-api-create-user",
    "users-api-dev-api-get-user",
    "users-api-dev-api-list-users",
  ]);
});

test("the table is keyed by id and paid for by request", () => {
  const { inputs } = graph.get("users-table");

  expect(inputs).toMatchObject({
    name: "users-api-dev-users",
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    billingMode: "PAY_PER_REQUEST",
  });
});

test("in prod the table can be restored and can't be deleted by mistake", async () => {
  const prod = await graphOf(dir, { stage: "prod" });

  expect(prod.get("users-table").inputs).toMatchObject({
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
  });
});

test("the function that creates users may write them and not read them", () => {
  expect(tableActions("api-create-user")).toContain("dynamodb:PutItem");
  expect(tableActions("api-create-user")).not.toContain("dynamodb:GetItem");
  expect(tableActions("api-create-user")).not.toContain("dynamodb:Scan");
});

test.each(["api-get-user", "api-list-users"])("the function %s may read users and not change them", (fn) => {
  const changing = /Put|Update|Delete|Write/;

  expect(tableActions(fn)).toEqual(expect.arrayContaining(["dynamodb:GetItem", "dynamodb:Scan"]));
  expect(tableActions(fn).filter((action) => changing.test(action))).toEqual([]);
});

test("no function may touch another table", () => {
  for (const { name } of graph.of("aws:iam/rolePolicy:RolePolicy"))
    for (const { actions, resources } of statements(graph, name))
      if (actions.some((action) => action.startsWith("dynamodb:"))) expect(resources).toEqual([arn]);
});

test("only the API's own routes may invoke the functions", () => {
  const permissions = graph.of("aws:lambda/permission:Permission");

  expect(permissions).toHaveLength(3);
  for (const { inputs } of permissions)
    expect(inputs).toMatchObject({
      principal: "apigateway.amazonaws.com",
      sourceArn: expect.stringMatching(/^arn:aws:execute-api:.*\/(GET|POST)\/users/),
    });
});

test("the runbook says what to do about every alarm", () =>
  checkRunbook(dir, { handler: ["create-user", "get-user", "list-users"] }));

test("tags name the service and its owner", () => checkTags(graph, "accounts"));
