import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService, Receiver } from "../aws-service.ts";
import type { Execution } from "./machine-execution.ts";
import { type MachinePart, readMachines } from "./read.ts";
import { TaskTokens } from "./tokens.ts";
import { type LocalMachine, type MachineStore, startExecution, statesService } from "./wire.ts";

interface Entry {
  readonly part: MachinePart;
  readonly local: LocalMachine;
}

/** State machines of a graph, and every execution since the start. */
export class Machines implements MachineStore, LocalService {
  readonly wire = { states: statesService(this) };
  readonly executions = new Map<string, { machine: LocalMachine; execution: Execution }>();
  readonly tokens = new TaskTokens();
  readonly #context: Context;
  #entries: readonly Entry[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  get parts(): readonly MachinePart[] {
    return this.#entries.map((each) => each.part);
  }

  /** Rejects when a definition can't run here. Executions under way go on as they began. */
  async prepare(graph: Graph): Promise<Change> {
    const entries = await this.#build(readMachines(graph));
    return () => {
      this.#entries = entries;
    };
  }

  receiver(arn: string): Receiver | undefined {
    if (!this.find(arn)) return undefined;
    return async (input) => startExecution(this, { stateMachineArn: arn, input }).execution;
  }

  find(arn: string): LocalMachine | undefined {
    return this.#entries.find((each) => each.local.arn === arn)?.local;
  }

  stop(): void {
    for (const { execution } of this.executions.values())
      if (execution.status === "RUNNING") execution.stop();
  }

  async #build(parts: readonly MachinePart[]): Promise<readonly Entry[]> {
    if (parts.length === 0) return [];
    // Loaded only where there is a state machine: the interpreter is large.
    const { stateMachine } = await import("./machine.ts");
    const { options, invoke } = this.#context;
    return parts.map((part) => {
      const { physicalName: name, arn, definition, type } = part;
      const old = this.#entries.find((each) => each.part.definition === definition && each.part.arn === arn);
      const machine =
        old?.local.machine ??
        stateMachine({ name, arn, definition, type, timing: options.timing, invoke, tokens: this.tokens });
      return { part, local: { arn, name, type, machine } };
    });
  }
}
