import type * as pulumi from "@pulumi/pulumi";
import { destinationTarget } from "../../../core/destination.ts";
import { foundationBusName } from "../../../core/foundation.ts";
import { checkEventPattern, type EventPattern } from "../../../values/patterns/event-pattern.ts";
import { checkKeys, checkKnown, shown } from "../../../values/problems.ts";
import type { BusReference } from "../../bus/bus.ts";
import {
  type DeliveryOptions,
  delivery,
  type EventInput,
  prepareRule,
  type RuleParts,
} from "./shared/rule.ts";
import type { SourceKind } from "./shared/source.ts";

/** Events of EventBridge that fit a pattern: delivered at least once, in no particular order. */
export interface EventBridgeSource extends DeliveryOptions {
  readonly type: "eventbridge";
  /** Events to handle: every field that is named must match. */
  readonly pattern: EventPattern;
  /**
   * The bus they are on: a `Bus`, or the account's own. Default: the account's own for events of AWS services, whose
   * sources begin with "aws."; for others the foundation's, where there is one.
   */
  readonly bus?: BusReference | "default";
  /** The function's input instead of the whole event. The runtime's `event` needs the whole. */
  readonly input?: EventInput;
}

/** Parts of an event in a transformer; characters of its template. Source: EventBridge "InputTransformer". */
const transformerLimits = { paths: 100, template: 8_192 } as const;

export const eventbridge: SourceKind<EventBridgeSource, RuleParts> = {
  options: ["pattern", "bus", "input", ...delivery.options],
  parts: delivery.parts,
  overlay: delivery.overlay,
  problems: (source, settings) => [
    ...checkKnown("source.pattern", source.pattern, () =>
      checkEventPattern(source.pattern, "source.pattern"),
    ),
    ...busProblems(source.bus),
    ...(source.input === undefined ? [] : inputProblems(source.input)),
    ...delivery.problems(settings),
  ],
  prepare: (source, context) =>
    prepareRule(context, {
      pattern: JSON.stringify(source.pattern),
      busName: busName(source),
      input: source.input,
    }),
};

function busName({ bus, pattern }: EventBridgeSource): pulumi.Input<string> {
  if (bus === "default") return "default";
  if (bus !== undefined) return bus.busName;
  const ofAws = (pattern.source ?? []).every((one) => typeof one === "string" && one.startsWith("aws."));
  return (pattern.source && ofAws ? undefined : foundationBusName()) ?? "default";
}

function busProblems(bus: unknown): string[] {
  if (bus === undefined || bus === "default") return [];
  return destinationTarget(bus)?.kind === "bus"
    ? []
    : [`source.bus: ${shown(bus)} given; a Bus, or "default" for the account's own, is expected.`];
}

function inputProblems(input: EventInput): string[] {
  const paths = Object.entries(input.paths ?? {});
  const isPath = (path: unknown) => typeof path === "string" && /^\$\.\S+$/.test(path);
  const used = [...(input.template ?? "").matchAll(/<([^<>\s]+)>/g)].map(([, name]) => name ?? "");
  return [
    ...checkKeys(input, ["path", "paths", "template"], "source.input."),
    ...(input.path !== undefined && (input.paths !== undefined || input.template !== undefined)
      ? ["source.input: path and template given; a part of the event or a text made of parts: choose one."]
      : []),
    ...[
      ...(input.path === undefined ? [] : [["path", input.path] as const]),
      ...paths.map(([name, path]) => [`paths.${name}`, path] as const),
    ]
      .filter(([, path]) => !isPath(path))
      .map(
        ([key, path]) => `source.input.${key}: ${shown(path)} given; a path such as "$.detail" is expected.`,
      ),
    ...(input.path === undefined && input.template === undefined
      ? ["source.input: give path, or a template, with paths to the parts that it names."]
      : []),
    ...used
      .filter((name) => !name.startsWith("aws.events.") && !Object.hasOwn(input.paths ?? {}, name))
      .map((name) => `source.input.template: <${name}> is none of its paths; add it to source.input.paths.`),
    ...(paths.length > transformerLimits.paths
      ? [`source.input.paths: ${paths.length} given; ${transformerLimits.paths} are allowed.`]
      : []),
    ...((input.template?.length ?? 0) > transformerLimits.template
      ? [
          `source.input.template: ${input.template?.length} characters; up to ${transformerLimits.template} are allowed.`,
        ]
      : []),
  ];
}
