import { inputsOf, managed, type Resource } from "../../engine/index.ts";
import { namesOf } from "../../values/naming/index.ts";
import { type FleetCheck, type FleetFinding, sorted } from "./check.ts";
import { homeOf } from "./regions.ts";

/** Names that two services ask AWS for. Two of one service are refused when its program runs. */
export const nameCollisions: FleetCheck = ({ graphs }) => {
  const names = graphs.flatMap((graph) =>
    managed(graph).flatMap((resource) => {
      const key = keyOf(resource);
      return key ? [{ key, service: graph.project, resource }] : [];
    }),
  );
  return [...Map.groupBy(names, ({ key }) => key).values()].flatMap((all): FleetFinding[] => {
    const services = sorted(all.map(({ service }) => service));
    const [first] = all;
    if (first === undefined || services.length < 2) return [];
    const { type, inputs } = first.resource;
    return [
      {
        check: "name-collisions",
        severity: "error",
        services,
        message: `${services.join(" and ")} both make ${type.split(":")[1]?.split("/")[0]} ${type.split(":").at(-1)} ${inputs[namesOf(type)?.input ?? "name"]}.`,
        remedy: "Rename one: the second deployment would fail, or take the first one's resource over.",
      },
    ];
  });
};

/** What may exist once: the type, the name, and where it has to be the only one. */
function keyOf(resource: Resource): string | undefined {
  const rule = namesOf(resource.type);
  if (typeof rule?.unique !== "string") return undefined;
  const name = inputsOf(resource)[rule.input ?? "name"];
  if (typeof name !== "string") return undefined;
  const [account, region] = homeOf(resource).split(" ");
  const scope = { region: [account, region], account: [account], world: [] }[rule.unique];
  return [resource.type, rule.caseless ? name.toLowerCase() : name, ...scope].join("\n");
}
