import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService, Reader } from "../aws-service.ts";
import { functionRef } from "../lambda/ref.ts";
import { type Kept, replace } from "../shared/replace.ts";
import { type MappingPart, readMappings } from "./read.ts";

/** Lambda's event source mappings. The service of a queue or stream reads it; this starts and ends the readers. */
export class Mappings implements LocalService {
  readonly #context: Context;
  #parts: readonly MappingPart[] = [];
  #readers: readonly Kept<Reader>[] = [];
  readonly #ending = new Set<Promise<void>>();

  constructor(context: Context) {
    this.#context = context;
  }

  get parts(): readonly MappingPart[] {
    return this.#parts;
  }

  prepare(graph: Graph): Change {
    const { eventSources } = this.#context;
    const isRead = ({ sourceArn }: MappingPart) => eventSources.some(({ arn }) => sourceArn.includes(arn));
    const parts = readMappings(graph).filter((each) => isRead(each) && !each.filtered);
    return () => {
      this.#parts = parts;
      // A reader that stays keeps its batch and its window.
      this.#readers = replace(
        this.#readers,
        parts,
        (each) => this.#start(each),
        (old) => this.#end(old),
      );
    };
  }

  async stop(): Promise<void> {
    for (const { source } of this.#readers) this.#end(source);
    await Promise.all(this.#ending);
  }

  #start(mapping: MappingPart): Reader | undefined {
    const ref = functionRef(mapping.functionName);
    const there = this.#context.receiver(ref) !== undefined;
    const reader = there ? this.#context.reader(mapping) : undefined;
    if (!reader)
      this.#context.log(
        `${mapping.name}: ${there ? mapping.sourceArn : ref} is not in this program; the mapping is not started`,
      );
    return reader;
  }

  #end(reader: Reader): void {
    const end = reader.stop();
    this.#ending.add(end);
    void end.finally(() => this.#ending.delete(end));
  }
}
