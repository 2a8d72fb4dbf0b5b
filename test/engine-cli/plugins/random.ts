/** A provider for @pulumi/random that makes up the same values each time: something that is known only after a deployment. */
import { createRequire } from "node:module";
import { Empty, Struct, type StructMessage } from "../../../platform/engine/wire/protocol.ts";
import { messages, providerBase, type Request } from "./provider-base.ts";
import { servePlugin } from "./serve.ts";

const require = createRequire(import.meta.url);
const services: typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js") = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const { version }: { version: string } = require("@pulumi/random/package.json");

const inputsOf = (struct: StructMessage | undefined) =>
  (struct?.toJavaScript() ?? {}) as Parameters<typeof Struct.fromJavaScript>[0];

servePlugin(services.ResourceProviderService, {
  ...providerBase(version),
  create(request: Request<"CreateRequest">) {
    const response = new messages.CreateResponse();
    response.setId("fond-owl");
    const made = { separator: "-", result: "made-up-by-the-provider" };
    response.setProperties(Struct.fromJavaScript({ ...made, ...inputsOf(request.getProperties()) }));
    return response;
  },
  delete: () => new Empty(),
});
