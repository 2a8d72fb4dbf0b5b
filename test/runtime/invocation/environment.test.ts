import fc from "fast-check";
import { expect, expectTypeOf, it } from "vitest";
import { environment } from "../../../platform/runtime/index.ts";
import { setEnvironment } from "../support.ts";

const env = environment<{ USERS_TABLE_NAME: string; API_KEY: string }>();

it("A variable is read when it is used, and typed by what is linked", () => {
  setEnvironment({ USERS_TABLE_NAME: "users-dev" });
  expect(env.USERS_TABLE_NAME).toBe("users-dev");
  expectTypeOf(env).toEqualTypeOf<{ readonly USERS_TABLE_NAME: string; readonly API_KEY: string }>();
});

it("A missing variable is named, with the function and the link to add", () => {
  setEnvironment({ USERS_TABLE_NAME: undefined, AWS_LAMBDA_FUNCTION_NAME: "users-api-dev-worker" });
  expect(() => env.USERS_TABLE_NAME).toThrow(
    /The environment of users-api-dev-worker has no USERS_TABLE_NAME\. Link the Table called "users" in the service's index\.ts/,
  );
  expect(() => env.API_KEY).toThrow(/Add it to `environment: \{ API_KEY: \.\.\. \}`/);
});

it("Whether there is one can be asked; setting one is refused", () => {
  setEnvironment({ USERS_TABLE_NAME: "x", API_KEY: undefined });
  expect("USERS_TABLE_NAME" in env).toBe(true);
  expect("API_KEY" in env).toBe(false);
  expect(() => Object.assign(env, { API_KEY: "x" })).toThrow(/can't be set here/);
});

it("Any name that is not set gives an error with that name", () => {
  const any = environment<Record<string, string>>();
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z][A-Z_]{3,20}_(TABLE_NAME|QUEUE_URL|NOTHING)$/), (name) => {
      fc.pre(process.env[name] === undefined);
      expect(() => any[name]).toThrow(name);
    }),
  );
});
