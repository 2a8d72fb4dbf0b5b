import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import type { DestinationTarget, Receiver } from "../../core/destination.ts";
import { foundationBusName } from "../../core/foundation.ts";
import { kmsKeyProblems } from "../../core/key.ts";
import { type Link, type Linkable, linkOf } from "../../core/link.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkRange, ValueError } from "../../values/problems.ts";

export interface BusArgs {
  /** Days for which every event is kept for a replay, 1 to 3,650. Default: no archive, which costs nothing. */
  readonly archiveDays?: number;
  /** A KMS key of your own; its policy must let EventBridge use it. Default: EventBridge's own key, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly transform?: {
    readonly bus?: Transform<aws.cloudwatch.EventBusArgs>;
    readonly archive?: Transform<aws.cloudwatch.EventArchiveArgs>;
  };
}

type BusVariable<N extends string> = `${ConstantCase<N>}_BUS_NAME`;

/** A bus as others use it: created here, or there already. */
export interface BusReference<N extends string = string> extends Linkable<BusVariable<N>>, Receiver<"bus"> {
  readonly busName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Lets a function put events on the bus. */
  readonly publish: Linkable<BusVariable<N>>;
}

/**
 * An event bus of EventBridge, for the events of a service or a team. Only this account may publish, by IAM; nothing
 * is delivered without a rule (an `Event` with the source "eventbridge").
 */
export class Bus<const N extends string = string> extends Component implements BusReference<N> {
  /** The bus. */
  readonly bus: aws.cloudwatch.EventBus;
  /** Keeps the events for a replay; undefined without `archiveDays`. */
  readonly archive: aws.cloudwatch.EventArchive | undefined;
  readonly busName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Lets a function put events on the bus. */
  readonly publish: Linkable<BusVariable<N>>;
  readonly link: Link<BusVariable<N>>;

  constructor(name: N, args: BusArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("Bus", name, options);
    checkBus(name, args);
    this.bus = new aws.cloudwatch.EventBus(
      `${name}-bus`,
      ...this.part(args.transform?.bus, {
        name: nameOf("bus", name),
        kmsKeyIdentifier: args.kmsKeyArn,
      }),
    );
    this.archive =
      args.archiveDays === undefined
        ? undefined
        : new aws.cloudwatch.EventArchive(
            `${name}-archive`,
            ...this.part(args.transform?.archive, {
              name: nameOf("archive", name),
              eventSourceArn: this.bus.arn,
              retentionDays: args.archiveDays,
              kmsKeyIdentifier: args.kmsKeyArn,
            }),
          );
    this.busName = this.bus.name;
    this.arn = this.bus.arn;
    this.publish = publishTo(name, this.busName, this.arn);
    this.link = this.publish.link;
    this.registerOutputs({ busName: this.busName });
  }

  asDestination(): DestinationTarget<"bus"> {
    return busTarget(this);
  }
}

/** The account's own bus, which AWS services send their events to. Linked, its variable is `DEFAULT_BUS_NAME`. */
export function defaultBus(): BusReference<"default"> {
  return reference("default", pulumi.output("default"));
}

/**
 * The bus that services share: the foundation's where there is one (`defaults.foundation.stack`), else the account's own.
 * Linked, its variable is `SHARED_BUS_NAME`.
 */
export function sharedBus(): BusReference<"shared"> {
  return reference("shared", foundationBusName() ?? pulumi.output("default"));
}

function reference<const N extends string>(name: N, busName: pulumi.Output<string>): BusReference<N> {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const arn = pulumi.interpolate`arn:${partition}:events:${region}:${accountId}:event-bus/${busName}`;
  const publish = publishTo(name, busName, arn);
  const bus = { busName, arn, publish, link: publish.link };
  return { ...bus, asDestination: () => busTarget(bus) };
}

const busTarget = ({ arn, publish }: Pick<BusReference, "arn" | "publish">): DestinationTarget<"bus"> => ({
  kind: "bus",
  arn,
  statements: publish.link.statements,
});

function publishTo<const N extends string>(
  name: N,
  busName: pulumi.Output<string>,
  arn: pulumi.Output<string>,
): Linkable<BusVariable<N>> {
  return linkOf(`${constantCase(name)}_BUS_NAME`, busName, ["events:PutEvents"], [arn]);
}

function checkBus(name: string, args: BusArgs): void {
  const problems = [
    ...checkKeys(args, ["archiveDays", "kmsKeyArn", "transform"]),
    ...checkKeys(args.transform, ["bus", "archive"], "transform."),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...(args.transform?.archive && args.archiveDays === undefined
      ? ["transform.archive: there is no archive without archiveDays; set it, or leave the transform out."]
      : []),
    // AWS names no longest time; ten years is more than any replay asks for.
    ...checkRange("archiveDays", args.archiveDays, { min: 1, max: 3_650, unit: "days" }),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Bus", name));
}
