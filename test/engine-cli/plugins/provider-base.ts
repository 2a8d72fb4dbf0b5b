import { createRequire } from "node:module";
import { Empty } from "../../../platform/engine/wire/protocol.ts";

const require = createRequire(import.meta.url);
export const messages: typeof import("@pulumi/pulumi/proto/provider_pb.js") = require("@pulumi/pulumi/proto/provider_pb.js");
const plugins: typeof import("@pulumi/pulumi/proto/plugin_pb.js") = require("@pulumi/pulumi/proto/plugin_pb.js");

export type Request<Name extends keyof typeof messages> = InstanceType<
  Extract<(typeof messages)[Name], abstract new (...args: never) => unknown>
>;

/** What every provider here answers in the same way; inputs are taken as they come. */
export const providerBase = (version: string) => ({
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
  checkConfig: accepted,
  diffConfig: () => new messages.DiffResponse(),
  configure() {
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    return response;
  },
  check: accepted,
  // Only told to stop what is under way; the CLI ends the process itself.
  cancel: () => new Empty(),
});

/** The new inputs as they came. */
function accepted(request: Request<"CheckRequest">) {
  const response = new messages.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}
