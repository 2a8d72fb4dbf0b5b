import type { Graph } from "../graph/graph.ts";
import { EngineError } from "../wire/engine-error.ts";
import { type Callback, Empty, engines, type Message, type Procedures, resources } from "../wire/protocol.ts";
import { invoke } from "./invoke.ts";
import type { Monitor } from "./monitor.ts";

const features = () => {
  const all = resources.ResourceMonitorFeature;
  return [
    all.RESOURCE_MONITOR_FEATURE_SECRETS,
    all.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    all.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    all.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    all.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    all.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    all.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    all.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    all.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    all.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    all.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    all.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
  ];
};

const unimplemented = 12;

/** The procedures of the resource monitor. */
export function monitorHandlers(monitor: Monitor): Procedures {
  const { options } = monitor;
  return {
    async getDeploymentInfo() {
      const info = new resources.DeploymentInfo();
      info.setProject(options.project);
      info.setStack(options.stack);
      info.setOrganization(options.organization ?? "organization");
      info.setDryrun(options.preview ?? false);
      info.setSupportedfeaturesList(features());
      return info;
    },
    async registerResource(request: Message<"RegisterResourceRequest">) {
      return refusing(monitor, () => monitor.register(request));
    },
    async readResource(request: Message<"ReadResourceRequest">) {
      return refusing(monitor, () => monitor.read(request));
    },
    async registerResourceOutputs(request: Message<"RegisterResourceOutputsRequest">) {
      monitor.finish(request);
      return new Empty();
    },
    async invoke(request: Message<"ResourceInvokeRequest">) {
      return invoke(monitor, request);
    },
    async call(request: Message<"ResourceCallRequest">) {
      throw new EngineError(`${request.getTok()}: methods of resources can't be called offline`);
    },
    async existsResource(request: Message<"ExistsResourceRequest">) {
      const response = new resources.ExistsResourceResponse();
      const found = [...monitor.registrations.values()].some(
        (r) => r.type === request.getType() && r.id === request.getId(),
      );
      response.setExists(found);
      return response;
    },
    async registerStackTransform(callback: Callback) {
      monitor.stackTransforms.push(callback);
      return new Empty();
    },
    async registerStackInvokeTransform(callback: Callback) {
      monitor.invokeTransforms.push(callback);
      return new Empty();
    },
    async registerResourceHook(request: Message<"RegisterResourceHookRequest">) {
      monitor.hooks.add(request);
      return new Empty();
    },
    async registerErrorHook() {
      // Called when an operation fails and may be tried again; nothing is tried twice here.
      return new Empty();
    },
    async registerPackage(request: Message<"RegisterPackageRequest">) {
      const response = new resources.RegisterPackageResponse();
      response.setRef(`${request.getName()}@${request.getVersion()}`);
      return response;
    },
    async signalAndWaitForShutdown() {
      return new Empty();
    },
    async supportsFeature() {
      throw new EngineError("getDeploymentInfo lists the features", unimplemented);
    },
  };
}

/** A refused registration fails the run, even when the program catches the error: the real engine would stop there. */
async function refusing<T>(monitor: Monitor, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) monitor.refusals.push(error);
    throw error;
  }
}

const severities: readonly Graph["logs"][number]["severity"][] = ["debug", "info", "warning", "error"];

/** The procedures of the engine proper: logs, and the root resource. `onError` gets what the SDK logs as an error. */
export function engineHandlers(monitor: Monitor, onError: (message: string) => void = () => {}): Procedures {
  let root = "";
  return {
    async log(request: InstanceType<typeof engines.LogRequest>) {
      const severity = severities[request.getSeverity()] ?? "info";
      // The SDK logs every call at debug level; what is ephemeral only shows that something is under way.
      if (severity !== "debug" && !request.getEphemeral())
        monitor.logs.push({ severity, message: request.getMessage(), urn: request.getUrn() });
      if (severity === "error") onError(request.getMessage());
      return new Empty();
    },
    async setRootResource(request: InstanceType<typeof engines.SetRootResourceRequest>) {
      root = request.getUrn();
      return new engines.SetRootResourceResponse();
    },
    async getRootResource() {
      const response = new engines.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    },
    async startDebugging() {
      return new Empty();
    },
    async requirePulumiVersion() {
      return new engines.RequirePulumiVersionResponse();
    },
  };
}
