import { describe, expect, expectTypeOf, it } from "vitest";
import { CognitoRefusal, cognito } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";

const signUp = {
  version: "1",
  region: "eu-west-1",
  userPoolId: "eu-west-1_abcdefghi",
  triggerSource: "PreSignUp_SignUp",
  userName: "ada",
  callerContext: { awsSdkVersion: "3", clientId: "c" },
  request: { userAttributes: { email: "ada@example.com" } },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
} as const;

describe("A trigger of a user pool", () => {
  it("answers with the event and what it returns laid over the response", async () => {
    const handler = cognito("preSignUp", async ({ request, userName }) => {
      expectTypeOf(request.userAttributes.email).toEqualTypeOf<string | undefined>();
      return { autoConfirmUser: request.userAttributes.email?.startsWith(userName) === true };
    });
    expect(await handler(signUp, context())).toEqual({
      ...signUp,
      response: { autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false },
    });
    expect(await cognito("preSignUp", async () => {})(signUp, context())).toEqual(signUp);
    // @ts-expect-error: no part of this trigger's response
    cognito("preSignUp", async () => ({ claimsOverrideDetails: {} }));
  });

  it("has a response of its own for each trigger and version", () => {
    cognito("preTokenGeneration", async () => ({
      claimsOverrideDetails: { claimsToAddOrOverride: { team: "a" } },
    }));
    cognito("preTokenGenerationV2", async () => ({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ["read"] } },
    }));
    cognito("customMessage", async ({ request }) => ({ emailMessage: `Code ${request.codeParameter}` }));
  });

  it("tells the user of a refusal", async () => {
    logLines();
    const handler = cognito("preSignUp", async () => {
      throw new CognitoRefusal("Use your company's address.");
    });
    await expect(handler(signUp, context())).rejects.toThrow("Use your company's address.");
  });

  it("tells the user nothing of any other error, which is logged", async () => {
    const lines = logLines();
    const handler = cognito("preSignUp", async () => {
      throw new Error("table users-prod is missing");
    });
    const error = await handler(signUp, context()).catch((e: unknown) => e);
    expect(error).toMatchObject({ message: "Something went wrong; try again later." });
    expect(error).not.toHaveProperty("cause");
    expect(JSON.stringify(lines)).toContain("table users-prod is missing");
  });
});
