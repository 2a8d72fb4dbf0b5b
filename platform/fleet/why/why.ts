import { defaults, kinds, partitions, stages } from "../../defaults.ts";
import { type Graph, inputsOf, type Resource } from "../../engine/index.ts";
import { guarded } from "../../guarded.ts";
import { unwrap } from "../../values/exceptions/guard.ts";
import { kindOfType } from "../../values/layers/kinds.ts";
import { type Layer, layersAt, organisationLayers, ownLayers } from "../../values/layers/layers.ts";
import { isTree, type Tree } from "../../values/layers/tree.ts";
import type { Exception } from "../../values/ledger.ts";
import { partitionOf } from "../../values/partitions/partitions.ts";
import { configIn, type Service } from "../services.ts";
import { ofService, pathsOf, settingsOfComponent } from "./concerns.ts";
import { configPlace } from "./config-places.ts";
import { DefaultPlaces } from "./default-places.ts";
import { programPlace } from "./program-places.ts";
import { type Changed, changedByTransform } from "./transforms.ts";

/** Why a setting has its value. */
export interface Why {
  /** `Function worker`; the service's name for settings that hold for all of it. */
  readonly for: string;
  readonly setting: string;
  readonly value: unknown;
  readonly layer: Layer["layer"];
  /** The layer as people call it: `stage default (dev)`. */
  readonly source: string;
  readonly reason: string | undefined;
  /** `file:line` of the value. */
  readonly place: string | undefined;
  /** What would hold without the layer; absent where no other layer says anything. */
  readonly without?: { readonly value: unknown; readonly source: string };
  /** Who answers for an override, and until when. */
  readonly override?: Pick<Exception, "owner" | "expires">;
  /** What a transform made of it, above all layers. */
  readonly transform?: Changed;
}

/** All settings that there are. */
export const settingPaths = pathsOf(defaults);

/** Answers for one service in one stage. */
export class Reasons {
  readonly #graph: Graph;
  readonly #service: Service;
  readonly #config: Readonly<Record<string, string>>;
  readonly #defaults = new DefaultPlaces();

  constructor(graph: Graph, service: Service) {
    this.#graph = graph;
    this.#service = service;
    this.#config = configIn(service, graph.stack);
  }

  /** The components that have settings, by their logical names. */
  get components(): Resource[] {
    return this.#graph.resources.filter(
      (one) => settingsOfComponent(this.#graph, one, settingPaths).length > 0,
    );
  }

  /** For the settings of a component, or one of them; for those of the service without a component. */
  of(component: Resource | undefined, setting?: string): Why[] {
    const paths =
      component === undefined
        ? settingPaths.filter((path) => ofService.some((group) => path.startsWith(`${group}.`)))
        : settingsOfComponent(this.#graph, component, settingPaths);
    return paths
      .filter((path) => setting === undefined || path === setting)
      .map((path) => this.#why(component, path));
  }

  #why(component: Resource | undefined, setting: string): Why {
    const path = setting.split(".");
    const saying = layersAt(this.layersOf(component), path);
    const { value, layer, source } = saying.at(-1)!;
    const below = saying.at(-2);
    const transform = component && changedByTransform(this.#graph, component, setting, value);
    return {
      for: component ? `${typeOf(component)} ${component.name}` : this.#service.name,
      setting,
      value,
      layer,
      source,
      reason: undefined,
      place: undefined,
      ...this.#written(component, path, { layer, value }),
      ...(below && { without: { value: below.value, source: below.source } }),
      ...(transform && { transform }),
    };
  }

  /** Every layer for a component, lowest precedence first. */
  layersOf(component: Resource | undefined): Layer[] {
    const { settings, sourceSettings } = component ? inputsOf(component) : {};
    const isFunction = component !== undefined && typeOf(component) === "Function";
    const ofFunction = isFunction ? this.#given("functions")[component.name] : undefined;
    return [
      ...organisationLayers(
        { defaults: { ...defaults }, kinds, stages, partitions },
        {
          kind: kindIn(this.#graph, component),
          stage: this.#graph.stack,
          partition: partitionOf(this.#config["aws:region"] ?? "").id,
        },
      ),
      ...ownLayers({
        stack: unwrap(this.#given("defaults"), guarded).values,
        function: isTree(ofFunction) ? unwrap({ function: ofFunction }, guarded).values : undefined,
        ...(isTree(settings) && { args: settings }),
        ...(isTree(sourceSettings) && { source: sourceSettings }),
      }),
    ];
  }

  #given(key: "defaults" | "functions"): Tree {
    const text = this.#config[`${this.#service.name}:${key}`];
    const given: unknown = text === undefined ? {} : JSON.parse(text);
    return isTree(given) ? given : {};
  }

  /** Where the value of a layer is written, and why it is what it is. */
  #written(
    component: Resource | undefined,
    path: readonly string[],
    { layer, value }: { readonly layer: Layer["layer"]; readonly value: unknown },
  ): Partial<Why> {
    const { stack } = this.#graph;
    switch (layer) {
      case "organisation":
        return this.#defaults.of(["defaults"], path) ?? {};
      case "kind":
        return this.#defaults.of(["kinds", kindIn(this.#graph, component) ?? ""], path) ?? {};
      case "stage":
        return this.#defaults.of(["stages", stack], path, stages) ?? {};
      case "partition": {
        const { id } = partitionOf(this.#config["aws:region"] ?? "");
        return this.#defaults.of(["partitions", id], path) ?? {};
      }
      case "stack":
        return {
          place: configPlace(this.#service, stack, ["defaults", ...path]),
          ...this.#entry(undefined, path),
        };
      case "function":
        return {
          place: configPlace(this.#service, stack, ["functions", component!.name, ...path.slice(1)]),
          ...this.#entry(component, path),
        };
      default:
        return {
          place: programPlace(this.#graph, component!.urn, path.at(-1), value),
          ...this.#entry(component, path),
        };
    }
  }

  /** What an override states about itself. */
  #entry(component: Resource | undefined, path: readonly string[]): Partial<Why> {
    const name = `${component?.name ?? "defaults"}.${path.join(".")}`;
    const made = this.#graph.of("platform:index:Override").find((one) => one.name === name);
    if (!made) return {};
    const { reason, owner, expires } = inputsOf(made);
    return {
      reason: String(reason),
      override: { owner: String(owner), expires: String(expires) },
    };
  }
}

const typeOf = ({ type }: Resource): string => type.split(":").at(-1)!;

/** The kind whose defaults hold for a component: its own, or that of the component that it is a part of. */
function kindIn(graph: Graph, component: Resource | undefined): ReturnType<typeof kindOfType> {
  if (!component?.type.startsWith("platform:index:")) return undefined;
  const { parent } = component;
  return (
    kindOfType(typeOf(component)) ?? kindIn(graph, parent === undefined ? undefined : graph.byUrn(parent))
  );
}
