import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Function } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";

const handler = "src/handler.ts";

/** Both lists are those of AWS's page "Working with Lambda environment variables", "Defined runtime environment variables". */
const reserved = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];
const unreserved = {
  LANG: "de_DE.UTF-8",
  PATH: "/opt/bin",
  LD_LIBRARY_PATH: "/opt/lib",
  NODE_PATH: "/opt/nodejs",
  NODE_OPTIONS: "--enable-source-maps",
  PYTHONPATH: "/opt/python",
  GEM_PATH: "/opt/ruby",
  AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
  AWS_XRAY_DAEMON_ADDRESS: "169.254.79.2:2000",
  AWS_LAMBDA_DOTNET_PREJIT: "ProvisionedConcurrency",
  TZ: ":UTC",
  // "Modifying the runtime environment" and the SDKs' own reference have these.
  AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper",
  AWS_MAX_ATTEMPTS: "5",
  AWS_RETRY_MODE: "adaptive",
};

describe("a function's environment", () => {
  test("may have every variable that Lambda or the SDK reads from there", async () => {
    const graph = await graphOfProgram(
      () => void new Function("worker", { handler, environment: unreserved }),
    );
    expect(inputsOf(graph, "worker-function").environment).toMatchObject({ variables: unreserved });
  });

  test.each(reserved)("may not have %s, which Lambda reserves", async (name) => {
    const message = await errorOf(
      () => void new Function("worker", { handler, environment: { [name]: "x" } }),
    );
    expect(message).toContain(`  - environment: ${name} is set by Lambda itself; choose another name.`);
  });

  test("is refused by name where the value of a variable comes to nothing", async () => {
    const nothing = pulumi.output(Promise.resolve(undefined)) as unknown as pulumi.Output<string>;
    const message = await errorOf(
      () => void new Function("worker", { handler, environment: { TARGET: nothing } }),
    );
    expect(message).toContain(
      'Function "worker" of service shop has 1 problem(s):\n  - environment: TARGET is undefined; give it a text, or leave it out.',
    );
  });
});
