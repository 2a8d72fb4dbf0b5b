import type { Graph } from "../../../engine/index.ts";
import type { Service } from "../../services.ts";
export const pruner =
  (_stage: string, _kept: number | "all") =>
  async (_service: Service, _graph: Graph): Promise<readonly string[]> => [];
