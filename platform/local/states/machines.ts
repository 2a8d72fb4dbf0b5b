import type { MachinePart } from "../graph/types.ts";
import type { InvokeResult, Timing } from "../types.ts";
import type { Execution } from "./machine.ts";
import { TaskTokens } from "./tokens.ts";
import type { LocalMachine, Machines as Shape } from "./wire.ts";

/** State machines of a graph, and every execution since the start. */
export class Machines implements Shape {
  readonly executions = new Map<string, { machine: LocalMachine; execution: Execution }>();
  readonly tokens = new TaskTokens();
  readonly #invoke: (functionArn: string, payload: unknown) => Promise<InvokeResult>;
  #machines: readonly { part: MachinePart; local: LocalMachine }[] = [];

  readonly #timing: Timing;

  constructor(timing: Timing, invoke: (functionArn: string, payload: unknown) => Promise<InvokeResult>) {
    this.#invoke = invoke;
    this.#timing = timing;
  }

  /** Rejects, changing nothing, when a definition can't run locally. Executions under way go on as they began. */
  async apply(parts: readonly MachinePart[]): Promise<void> {
    if (parts.length === 0) {
      this.#machines = [];
      return;
    }
    // Loaded only where there is a state machine: the interpreter is large.
    const { stateMachine } = await import("./machine.ts");
    this.#machines = parts.map((part) => {
      const old = this.#machines.find(
        (each) => each.part.definition === part.definition && each.part.arn === part.arn,
      );
      const { physicalName: name, arn, definition, type } = part;
      const machine =
        old?.local.machine ??
        stateMachine({
          name,
          arn,
          definition,
          type,
          timing: this.#timing,
          invoke: this.#invoke,
          tokens: this.tokens,
        });
      return { part, local: { arn, name, type, machine } };
    });
  }

  find(arn: string): LocalMachine | undefined {
    return this.#machines.find((each) => each.local.arn === arn)?.local;
  }

  stop(): void {
    for (const { execution } of this.executions.values())
      if (execution.status === "RUNNING") execution.stop();
  }
}
