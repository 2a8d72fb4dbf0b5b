import { createRequire } from "node:module";

// The SDK is CommonJS and has no named ESM exports; `require` also shares its one copy with the program.
const require = createRequire(import.meta.url);

export const resources =
  require("@pulumi/pulumi/proto/resource_pb.js") as typeof import("@pulumi/pulumi/proto/resource_pb.js");
export const callbacks =
  require("@pulumi/pulumi/proto/callback_pb.js") as typeof import("@pulumi/pulumi/proto/callback_pb.js");
export const engines =
  require("@pulumi/pulumi/proto/engine_pb.js") as typeof import("@pulumi/pulumi/proto/engine_pb.js");
export const { Empty } =
  require("google-protobuf/google/protobuf/empty_pb.js") as typeof import("google-protobuf/google/protobuf/empty_pb.js");
export const { Struct } =
  require("google-protobuf/google/protobuf/struct_pb.js") as typeof import("google-protobuf/google/protobuf/struct_pb.js");

export type Message<Name extends keyof typeof resources> = InstanceType<
  Extract<(typeof resources)[Name], abstract new (...args: never) => unknown>
>;
/** A remote procedure: a request message in, a response message out. */
export type Procedure = (request: never) => Promise<unknown>;

/** Procedures by the names that the SDK's clients use. */
export type Procedures = Record<string, Procedure>;

export type Callback = InstanceType<typeof callbacks.Callback>;
export type StructMessage = InstanceType<typeof Struct>;
