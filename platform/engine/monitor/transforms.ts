import type { Call } from "../wire/callbacks.ts";
import { type Callback, type Message, resources } from "../wire/protocol.ts";
import type { Registration } from "./record.ts";

type Request = Message<"RegisterResourceRequest">;
type Options = Message<"TransformResourceOptions">;

/** The options of a request in the form that transforms see and change, with those that a child takes from its parent. */
export function optionsOf(request: Request, parent: Registration | undefined): Options {
  const options = new resources.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setHideDiffList(request.getHidediffsList());
  options.setReplaceWithList(request.getReplaceWithList());
  options.setReplacementTrigger(request.getReplacementTrigger());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setHooks(request.getHooks());
  options.setDeletedWith(request.getDeletedwith() || parent?.deletedWith || "");
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  else if (parent?.protect) options.setProtect(true);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  else if (parent?.retainOnDelete) options.setRetainOnDelete(true);
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  for (const [name, reference] of request.getProvidersMap().entries())
    options.getProvidersMap().set(name, reference);
  return options;
}

/** Runs transforms one after the other, each on the result of the one before it. */
export async function applyTransforms(
  request: Request,
  options: Options,
  chain: readonly Callback[],
  call: Call,
) {
  let properties = request.getObject();
  let current = options;
  for (const callback of chain) {
    const message = new resources.TransformRequest();
    message.setType(request.getType());
    message.setName(request.getName());
    message.setCustom(request.getCustom());
    message.setParent(request.getParent());
    message.setProperties(properties);
    message.setOptions(current);
    const answer = resources.TransformResponse.deserializeBinary(
      await call(callback, message.serializeBinary()),
    );
    properties = answer.getProperties() ?? properties;
    current = answer.getOptions() ?? current;
  }
  return { properties, options: current };
}
