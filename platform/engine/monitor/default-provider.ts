import { type Properties, Secret } from "../graph/graph.ts";
import { blank, type Records } from "./record.ts";
import { providerPrefix, stableId, urnOf } from "./urn.ts";

/** Reference of the provider of a package's resources when the program names none; the first call registers it. */
export function defaultProvider(records: Records, pkg: string, version: string): string {
  const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
  const type = `${providerPrefix}${pkg}`;
  const urn = urnOf(records.options, "", type, name);
  if (!records.registrations.has(urn)) {
    const inputs: Properties = version ? { version } : {};
    for (const [key, value] of Object.entries(records.options.config ?? {})) {
      if (!key.startsWith(`${pkg}:`)) continue;
      inputs[key.slice(pkg.length + 1)] = records.options.secretKeys?.includes(key)
        ? new Secret(value)
        : value;
    }
    records.registrations.set(urn, {
      ...blank,
      urn,
      type,
      name,
      version,
      inputs,
      outputs: inputs,
      id: stableId(urn),
    });
  }
  return `${urn}::${stableId(urn)}`;
}
