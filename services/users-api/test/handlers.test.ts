import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import createEvent from "../events/create-user.json" with { type: "json" };
import getEvent from "../events/get-user.json" with { type: "json" };
import listEvent from "../events/list-users.json" with { type: "json" };
import { handler as create } from "../src/create-user.ts";
import { handler as get } from "../src/get-user.ts";
import { handler as list } from "../src/list-users.ts";
import { userId } from "../src/user-id.ts";
import * as users from "../src/users.ts";

vi.mock("../src/users.ts", () => ({ insert: vi.fn(), find: vi.fn(), list: vi.fn() }));

const ada = { id: userId("ada@example.com"), email: "ada@example.com", name: "Ada" };

beforeEach(() => vi.resetAllMocks());

test("stores a new user and says where it is", async () => {
  vi.mocked(users.insert).mockResolvedValue(true);

  const response = await create(createEvent, context());

  const user = JSON.parse(response.body ?? "");
  expect(response.statusCode).toBe(201);
  expect(response.headers?.location).toBe(`/users/${ada.id}`);
  expect(user).toEqual({ ...ada, createdAt: expect.any(String) });
  expect(users.insert).toHaveBeenCalledExactlyOnceWith(user);
});

test("refuses an e-mail address that is taken", async () => {
  vi.mocked(users.insert).mockResolvedValue(false);

  const response = await create(createEvent, context());

  expect(response.statusCode).toBe(409);
  expect(response.headers?.["content-type"]).toBe("application/problem+json");
});

test.each([
  ["is not JSON", "{", [""]],
  ["has no e-mail address", '{"name":"Ada"}', ["email"]],
  ["has a name of blanks only", '{"email":"ada@example.com","name":"  "}', ["name"]],
  ["has several things wrong", '{"email":"ada","name":"","admin":true}', ["email", "name", ""]],
])("a new user that %s is refused with every problem and not stored", async (_, body, places) => {
  const response = await create({ ...createEvent, body }, context());

  const { issues } = JSON.parse(response.body ?? "");
  expect(response.statusCode).toBe(400);
  expect(issues.map(({ path }: { path: string }) => path)).toEqual(places);
  expect(users.insert).not.toHaveBeenCalled();
});

test("answers with a user, and with 404 when there is none", async () => {
  vi.mocked(users.find).mockResolvedValueOnce({ ...ada, createdAt: "2026-01-01T00:00:00.000Z" });

  const found = await get(getEvent, context());
  const missing = await get(getEvent, context());

  expect(JSON.parse(found.body ?? "")).toMatchObject(ada);
  expect(vi.mocked(users.find).mock.calls).toEqual([[ada.id], [ada.id]]);
  expect(missing.statusCode).toBe(404);
});

test("refuses an id that can't be one, without looking it up", async () => {
  const response = await get({ ...getEvent, pathParameters: { id: "1" } }, context());

  expect(response.statusCode).toBe(400);
  expect(users.find).not.toHaveBeenCalled();
});

test("a list has 25 users unless the caller asks for fewer or more", async () => {
  vi.mocked(users.list).mockResolvedValue({ users: [] });

  await list(listEvent, context());
  await list({ ...listEvent, rawQueryString: "", queryStringParameters: {} }, context());

  expect(vi.mocked(users.list).mock.calls).toEqual([
    [2, undefined],
    [25, undefined],
  ]);
});

test.each(["0", "101", "ten", "1.5"])("refuses a list of %s users", async (limit) => {
  const response = await list({ ...listEvent, rawQueryString: `limit=${limit}` }, context());

  expect(response.statusCode).toBe(400);
  expect(users.list).not.toHaveBeenCalled();
});

test("an error of the database is answered with a bare 500", async () => {
  vi.mocked(users.find).mockRejectedValue(new Error("secret-host refused the connection"));

  const response = await get(getEvent, context());

  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain("secret-host");
});

test("an e-mail address has one id, whatever its capitals, and another address another", () => {
  expect(userId("Ada@Example.com")).toBe(ada.id);
  expect(userId("bob@example.com")).not.toBe(ada.id);
});
