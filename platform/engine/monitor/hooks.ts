import type { Call } from "../wire/callbacks.ts";
import { EngineError } from "../wire/engine-error.ts";
import { type Message, resources } from "../wire/protocol.ts";
import { toStruct } from "../wire/values.ts";
import type { Registration } from "./record.ts";

export interface Hooks {
  add(request: Message<"RegisterResourceHookRequest">): void;
  /** Runs a resource's hooks before or after its creation; update and delete have no place in a run from nothing. */
  run(moment: "before" | "after", registration: Registration, preview: boolean): Promise<void>;
}

/** Resource hooks of one program, by name. */
export function createHooks(call: Call): Hooks {
  const known = new Map<string, Message<"RegisterResourceHookRequest">>();
  return {
    add(request) {
      known.set(request.getName(), request);
    },
    async run(moment, r, preview) {
      const names = moment === "before" ? r.hooks?.getBeforeCreateList() : r.hooks?.getAfterCreateList();
      for (const name of names ?? []) {
        const hook = known.get(name);
        const callback = hook?.getCallback();
        if (!hook || !callback)
          throw new EngineError(`${r.name} (${r.type}) names the hook ${name}, which is not registered`);
        if (preview && !hook.getOnDryRun()) continue;
        const request = new resources.ResourceHookRequest();
        request.setUrn(r.urn);
        request.setId(r.id);
        request.setName(r.name);
        request.setType(r.type);
        request.setNewInputs(toStruct(r.inputs));
        if (moment === "after") request.setNewOutputs(toStruct(r.outputs));
        const answer = resources.ResourceHookResponse.deserializeBinary(
          await call(callback, request.serializeBinary()),
        );
        if (answer.getError() && !hook.getIgnoreErrors())
          throw new EngineError(`the hook ${name} of ${r.name} (${r.type}) failed: ${answer.getError()}`);
      }
    },
  };
}
