import type { Properties } from "../graph/graph.ts";
import { EngineError } from "../wire/engine-error.ts";
import { type Message, resources } from "../wire/protocol.ts";
import { fromStruct, toStruct } from "../wire/values.ts";
import type { Monitor } from "./monitor.ts";
import { stackOutputs } from "./references.ts";

/** Answers a call of a provider function from the provider's fixtures. */
export async function invoke(monitor: Monitor, request: Message<"ResourceInvokeRequest">) {
  const token = request.getTok();
  const response = new resources.ResourceInvokeResponse();
  const args = await transformedArgs(monitor, request);
  if (token === "pulumi:pulumi:getResource") {
    response.setReturn(toStruct(stateOf(monitor, String(args.urn))));
    return response;
  }
  if (token === "pulumi:pulumi:readStackOutputs") {
    response.setReturn(toStruct(await stackOutputs(monitor.options, String(args.name))));
    return response;
  }
  monitor.invocations.push({ token, args });
  const result = monitor.options.provider.invoke(token, args);
  if (!result)
    throw new EngineError(
      `the program calls ${token}, which has no answer offline; give the provider a fixture for it, or pass the value in as config`,
    );
  response.setReturn(toStruct(result));
  return response;
}

function stateOf(monitor: Monitor, urn: string): Properties {
  const found = monitor.registrations.get(urn);
  if (!found) throw new EngineError(`${urn} is not a resource of this program`);
  return { urn, id: found.id, state: found.outputs };
}

async function transformedArgs(
  monitor: Monitor,
  request: Message<"ResourceInvokeRequest">,
): Promise<Properties> {
  let args = request.getArgs();
  for (const callback of monitor.invokeTransforms) {
    const message = new resources.TransformInvokeRequest();
    message.setToken(request.getTok());
    message.setArgs(args);
    const answer = await monitor.call(callback, message.serializeBinary());
    args = resources.TransformInvokeResponse.deserializeBinary(answer).getArgs() ?? args;
  }
  return fromStruct(args);
}
