import {
  DeleteFunctionCommand,
  type LambdaClient,
  paginateListAliases,
  paginateListDurableExecutionsByFunction,
  paginateListEventSourceMappings,
  paginateListProvisionedConcurrencyConfigs,
  paginateListVersionsByFunction,
} from "@aws-sdk/client-lambda";

/** All versions of a function, `$LATEST` included. */
export async function versionsOf(client: LambdaClient, name: string): Promise<string[]> {
  const versions: string[] = [];
  for await (const page of paginateListVersionsByFunction({ client }, { FunctionName: name }))
    versions.push(...(page.Versions ?? []).flatMap(({ Version }) => Version ?? []));
  return versions;
}

/** Of some versions of a function those that something holds; every alias' versions too. */
export async function versionsInUse(
  client: LambdaClient,
  name: string,
  candidates: readonly string[],
): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for await (const page of paginateListAliases({ client }, { FunctionName: name }))
    for (const { FunctionVersion, RoutingConfig } of page.Aliases ?? []) {
      if (FunctionVersion) used.add(FunctionVersion);
      // A version in the middle of a shift has its weight here.
      for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) used.add(version);
    }
  for await (const page of paginateListProvisionedConcurrencyConfigs({ client }, { FunctionName: name }))
    for (const { FunctionArn = "" } of page.ProvisionedConcurrencyConfigs ?? [])
      used.add(FunctionArn.split(":").at(-1)!);
  for (const version of candidates)
    if (!used.has(version) && (await isHeld(client, name, version))) used.add(version);
  return used;
}

/** Whether an event source invokes a version, or a durable execution goes on with it: it replays on the version it began on. */
async function isHeld(client: LambdaClient, name: string, version: string): Promise<boolean> {
  const mappings = paginateListEventSourceMappings({ client }, { FunctionName: `${name}:${version}` });
  for await (const page of mappings) if ((page.EventSourceMappings ?? []).length > 0) return true;
  const executions = paginateListDurableExecutionsByFunction(
    { client },
    { FunctionName: name, Qualifier: version, Statuses: ["RUNNING"] },
  );
  for await (const page of executions) if ((page.DurableExecutions ?? []).length > 0) return true;
  return false;
}

/** Deletes one version. Without a qualifier Lambda would delete the whole function, so only a number is sent. */
export async function deleteVersion(client: LambdaClient, name: string, version: string): Promise<void> {
  if (!/^[1-9]\d*$/.test(version)) throw new Error(`${JSON.stringify(version)} is no version of ${name}`);
  await client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: version }));
}
