import { expect, test } from "vitest";
import { createLocalCalls } from "../../../platform/engine/sdk/callback-server.ts";
import { callbacks, resources } from "../../../platform/engine/wire/protocol.ts";
import { freshCopy } from "./support.ts";

interface Server {
  readonly _target: Promise<string>;
  registerStackTransform(transform: unknown): void;
  shutdown(): void;
}

test("the SDK by itself listens on a port for a program's functions", async () => {
  const { CallbackServer } = freshCopy("@pulumi/pulumi/runtime/callbacks.js") as {
    CallbackServer: new (monitor: object) => Server;
  };
  const server = new CallbackServer({});
  try {
    expect(await server._target).toMatch(/^127\.0\.0\.1:\d+$/);
  } finally {
    server.shutdown();
  }
});

test("a program's transform is called without a port with the engine", async () => {
  const answered = Promise.withResolvers<InstanceType<typeof callbacks.Callback>>();
  const local = createLocalCalls({
    registerStackTransform(
      callback: InstanceType<typeof callbacks.Callback>,
      done: (error: unknown) => void,
    ) {
      answered.resolve(callback);
      done(null);
    },
  });
  if (!local) throw new Error("the SDK's CallbackServer has other fields than the engine knows");
  const server = local.server as Server;
  server.registerStackTransform(({ props, opts }: { props: object; opts: object }) => ({
    props: { ...props, delaySeconds: 5 },
    opts,
  }));
  const callback = await answered.promise;
  expect(callback.getTarget()).toBe("in-process");
  const request = new resources.TransformRequest();
  request.setType("aws:sqs/queue:Queue");
  request.setCustom(true);
  const answer = await local.call(callback, request.serializeBinary());
  const properties = resources.TransformResponse.deserializeBinary(answer).getProperties();
  expect(properties?.toJavaScript()).toEqual({ delaySeconds: 5 });
});

test("a call of a function that the program doesn't have fails", async () => {
  const callback = new callbacks.Callback();
  callback.setTarget("in-process");
  callback.setToken("unknown");
  await expect(createLocalCalls({})?.call(callback, new Uint8Array())).rejects.toThrow("callback not found");
});
