import { LambdaClient } from "@aws-sdk/client-lambda";
import { type Graph, inputsOf } from "../../../engine/index.ts";
import { configIn, type Service } from "../../services.ts";
import { deleteVersion, versionsInUse, versionsOf } from "./lambda.ts";
import { prunable } from "./prunable.ts";

/**
 * Deletes old versions of a service's functions after a deployment; gives a sentence on each function that lost some, or on
 * what went wrong: a version too many is no reason for a deployment to fail.
 */
export function pruner(stage: string, kept: number | "all") {
  return async (service: Service, graph: Graph): Promise<readonly string[]> => {
    const functions = versionedFunctions(graph);
    if (kept === "all" || functions.length === 0) return [];
    const config = configIn(service, stage);
    const client = new LambdaClient({
      ...(config["aws:region"] && { region: config["aws:region"] }),
      ...(config["aws:profile"] && { profile: config["aws:profile"] }),
      maxAttempts: 5,
    });
    const notes: string[] = [];
    for (const name of functions)
      try {
        const deleted = await pruneVersions(client, name, kept);
        if (deleted.length > 0) notes.push(`${name}: old versions deleted: ${deleted.join(", ")}.`);
      } catch (error) {
        notes.push(`${name}: old versions stay, as ${(error as Error).message}`);
      }
    client.destroy();
    return notes;
  };
}

/**
 * Functions whose versions are behind an alias. Those of the edge are not: CloudFront has copies of their versions, which
 * Lambda deletes by itself.
 */
export function versionedFunctions(graph: Graph): string[] {
  const names = graph
    .of("aws:lambda/alias:Alias")
    .map((alias) => inputsOf(alias).functionName)
    .filter((name) => typeof name === "string");
  return [...new Set(names)].sort();
}

/** Deletes the versions of a function that nothing uses, but for the newest ones; gives those that are gone. */
export async function pruneVersions(client: LambdaClient, name: string, kept: number): Promise<string[]> {
  const all = await versionsOf(client, name);
  // The questions about each version are asked only where there is something to delete.
  if (prunable(all, new Set(), kept).length === 0) return [];
  const used = await versionsInUse(client, name, prunable(all, new Set(), kept));
  const old = prunable(all, used, kept);
  for (const version of old) await deleteVersion(client, name, version);
  return old;
}
