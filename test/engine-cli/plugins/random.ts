/** A provider for @pulumi/random that makes up the same values each time: something that is known only after a deployment. */
import { createRequire } from "node:module";
import { Empty, Struct, type StructMessage } from "../../../platform/engine/wire/protocol.ts";
import { servePlugin } from "./serve.ts";

const require = createRequire(import.meta.url);
const messages: typeof import("@pulumi/pulumi/proto/provider_pb.js") = require("@pulumi/pulumi/proto/provider_pb.js");
const services: typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js") = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const plugins: typeof import("@pulumi/pulumi/proto/plugin_pb.js") = require("@pulumi/pulumi/proto/plugin_pb.js");
const { version }: { version: string } = require("@pulumi/random/package.json");

type Request<Name extends keyof typeof messages> = InstanceType<
  Extract<(typeof messages)[Name], abstract new (...args: never) => unknown>
>;
const inputsOf = (struct: StructMessage | undefined) =>
  (struct?.toJavaScript() ?? {}) as Parameters<typeof Struct.fromJavaScript>[0];

servePlugin(services.ResourceProviderService, {
  handshake() {
    const response = new messages.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    return response;
  },
  getPluginInfo() {
    const response = new plugins.PluginInfo();
    response.setVersion(version);
    return response;
  },
  checkConfig(request: Request<"CheckRequest">) {
    const response = new messages.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  },
  diffConfig: () => new messages.DiffResponse(),
  configure() {
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    return response;
  },
  check(request: Request<"CheckRequest">) {
    const response = new messages.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  },
  create(request: Request<"CreateRequest">) {
    const response = new messages.CreateResponse();
    response.setId("fond-owl");
    const made = { separator: "-", result: "made-up-by-the-provider" };
    response.setProperties(Struct.fromJavaScript({ ...made, ...inputsOf(request.getProperties()) }));
    return response;
  },
  delete: () => new Empty(),
  cancel: () => new Empty(),
});
