import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, local } from "#local";
import type { User } from "../src/user.ts";
import type { Page } from "../src/users.ts";

let app: LocalApp;
let users: string;

beforeAll(async () => {
  app = await local(`${import.meta.dirname}/..`);
  users = `${app.url}/users`;
});
afterAll(() => app?.stop());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(users, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

async function create(email: string, name = "Somebody"): Promise<User> {
  const response = await post({ email, name });
  expect(response.status).toBe(201);
  return (await response.json()) as User;
}

async function page(query: string): Promise<Page> {
  const response = await fetch(`${users}?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

test("a user that was created can be read where the answer says it is", async () => {
  const created = await post({ email: "ada@example.com", name: "  Ada  " });
  const user = (await created.json()) as User;

  const read = await fetch(`${app.url}${created.headers.get("location")}`);

  expect(created.status).toBe(201);
  expect(user).toMatchObject({ email: "ada@example.com", name: "Ada" });
  expect(await read.json()).toEqual(user);
});

test("a user is read whatever the rules were when it was stored", async () => {
  const old = {
    id: "00000000-0000-8000-8000-0000000000aa",
    email: "root",
    name: "",
    createdAt: "2020-01-01T00:00:00Z",
  };
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(app.aws));
  await dynamo.send(new PutCommand({ TableName: "users-api-dev-users", Item: { ...old, later: true } }));

  const response = await fetch(`${users}/${old.id}`);

  expect([response.status, await response.json()]).toEqual([200, old]);
});

test("a list goes over as many pages as it takes and shows every user once", async () => {
  const created = await Promise.all(["a", "b", "c", "d", "e"].map((name) => create(`${name}@pages.example`)));

  const pages = [await page("limit=2")];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
    pages.push(await page(`limit=2&after=${next}`));

  const ids = pages.flatMap((each) => each.users.map(({ id }) => id));
  expect(pages.length).toBeGreaterThan(2);
  expect(Math.max(...pages.map((each) => each.users.length))).toBe(2);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(created.map(({ id }) => id)));
});

test("input that doesn't fit is answered with everything that is wrong with it", async () => {
  const response = await post({ email: "nobody", name: "", admin: true });

  const problem = (await response.json()) as { issues: { in: string; path: string }[] };
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problem.issues.map((issue) => `${issue.in} ${issue.path}`.trim())).toEqual([
    "body email",
    "body name",
    "body",
  ]);
});

test("an e-mail address that is taken is answered with 409 and keeps its first user", async () => {
  const first = await create("grace@example.com", "Grace");

  const second = await post({ email: "GRACE@example.com", name: "Somebody else" });

  expect(second.status).toBe(409);
  expect(await (await fetch(`${users}/${first.id}`)).json()).toEqual(first);
});

test("creating the same user several times at once makes one", async () => {
  const same = { email: "race@example.com", name: "Race" };

  const responses = await Promise.all(Array.from({ length: 4 }, () => post(same)));

  expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
});

test("an unknown id is answered with 404", async () => {
  const response = await fetch(`${users}/00000000-0000-8000-8000-000000000000`);

  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ status: 404, title: "There is no such user." });
});

test("the caller's correlation id is in the answer and in the logs", async () => {
  const headers = { "x-correlation-id": "sign-up-1" };

  const response = await post({ email: "alan@example.com", name: "Alan" }, headers);

  expect(response.headers.get("x-correlation-id")).toBe("sign-up-1");
  await app.until(() =>
    app.logs.some(({ text }) => text.includes("User created") && text.includes("sign-up-1")),
  );
});
