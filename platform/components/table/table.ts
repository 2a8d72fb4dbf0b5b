import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import { keyStatements, kmsKeyProblems, refuseKeyByTransform } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkOneOf, shown } from "../../values/problems.ts";

/** An attribute that is part of a key; a plain name means a string. */
export type KeyAttribute = string | { readonly name: string; readonly type: "string" | "number" | "binary" };

export interface IndexArgs {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
}

/** The contents of a change in a table's stream: the keys only, the item after it, the item before it, or both. */
export type TableStream = "keys-only" | "new" | "old" | "both";

export interface TableArgs extends IndexArgs {
  /** Global secondary indexes by name, at most 20. All attributes are projected. */
  readonly indexes?: Readonly<Record<string, IndexArgs>>;
  /** Attribute that holds the time, in seconds since 1970, after which DynamoDB may delete an item. */
  readonly ttl?: string;
  /** Changes of items as a stream for an `Event`, and what of an item each holds. Default: no stream. */
  readonly stream?: TableStream;
  /** A KMS key of your own; links and sources add what readers and writers need. Default: DynamoDB's own key, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly transform?: { readonly table?: Transform<aws.dynamodb.TableArgs> };
}

/** Source: "Quotas in Amazon DynamoDB", "Naming rules". */
const maxIndexes = 20;
const attributeTypes = { string: "S", number: "N", binary: "B" } as const;

/** Source: "StreamSpecification". */
const streamViews = {
  "keys-only": "KEYS_ONLY",
  new: "NEW_IMAGE",
  old: "OLD_IMAGE",
  both: "NEW_AND_OLD_IMAGES",
} as const satisfies Record<TableStream, string>;

const reads = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:ConditionCheckItem",
];
/** A batch may delete too, and is allowed as a whole: it belongs to `writes`. */
const puts = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"];
const writes = [...puts, "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];
/** What an index takes. Source: "Actions, resources, and condition keys for Amazon DynamoDB". */
const indexReads = ["dynamodb:Query", "dynamodb:Scan"];

/**
 * Actions on a table's key for those who use the table, on whose behalf DynamoDB uses it. Source: "DynamoDB encryption at
 * rest: How it works", "Authorizing use of your customer managed key"; which of them reading needs is aws-cdk's word.
 */
const readKey = ["kms:Decrypt", "kms:DescribeKey"] as const;
export const tableKeyActions = {
  read: readKey,
  write: [
    ...readKey,
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
} as const;

type TableVariable<N extends string> = `${ConstantCase<N>}_TABLE_NAME`;

/**
 * A DynamoDB table, on demand and encrypted; point-in-time recovery and deletion protection by stage.
 * A link to it allows reading and writing; `read`, `write` and `put` are narrower.
 */
export class Table<const N extends string = string> extends Component implements Linkable<TableVariable<N>> {
  /** The table. */
  readonly table: aws.dynamodb.Table;
  readonly arn: pulumi.Output<string>;
  readonly tableName: pulumi.Output<string>;
  /** Of the stream of its changes; undefined where the table has none. */
  readonly streamArn: pulumi.Output<string> | undefined;
  readonly read: Linkable<TableVariable<N>>;
  /** Lets a function put, update and delete items, also in batches. */
  readonly write: Linkable<TableVariable<N>>;
  /** Lets a function put and update items, and delete none. */
  readonly put: Linkable<TableVariable<N>>;
  readonly link: Link<TableVariable<N>>;
  /** A key of the account's own; undefined where DynamoDB's own encrypts. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;

  constructor(name: N, args: TableArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("Table", name, options);
    this.refuse(tableProblems(args));
    const { table: settings } = this.settings;
    const indexes = Object.entries(args.indexes ?? {});
    this.kmsKeyArn = args.kmsKeyArn;
    const { kmsKeyArn } = args;
    const serverSideEncryption = kmsKeyArn === undefined ? undefined : { enabled: true, kmsKeyArn };

    const [tableArgs, tableOptions] = this.part<aws.dynamodb.TableArgs>(args.transform?.table, {
      name: nameOf("table", name),
      billingMode: "PAY_PER_REQUEST",
      hashKey: attribute(args.partitionKey).name,
      rangeKey: args.sortKey && attribute(args.sortKey).name,
      attributes: keyAttributes([args, ...indexes.map(([, index]) => index)]),
      globalSecondaryIndexes:
        indexes.length === 0
          ? undefined
          : indexes.map(([indexName, index]) => ({
              name: indexName,
              hashKey: attribute(index.partitionKey).name,
              rangeKey: index.sortKey && attribute(index.sortKey).name,
              projectionType: "ALL",
            })),
      ttl: args.ttl === undefined ? undefined : { enabled: true, attributeName: args.ttl },
      pointInTimeRecovery: { enabled: settings.pointInTimeRecovery },
      deletionProtectionEnabled: settings.deletionProtection,
      serverSideEncryption,
      ...(args.stream && { streamEnabled: true, streamViewType: streamViews[args.stream] }),
    });
    const given: unknown = tableArgs.serverSideEncryption;
    if (typeof given === "object" && given !== null && "kmsKeyArn" in given)
      refuseKeyByTransform(whereOf("Table", name), given.kmsKeyArn, kmsKeyArn);
    this.table = new aws.dynamodb.Table(`${name}-table`, tableArgs, tableOptions);

    this.arn = this.table.arn;
    this.tableName = this.table.name;
    this.streamArn = args.stream && this.table.streamArn;
    const indexArns = indexes.map(([indexName]) => pulumi.interpolate`${this.arn}/index/${indexName}`);
    const allowing = (actions: readonly string[], key: readonly string[]): Linkable<TableVariable<N>> => {
      const onIndexes = indexArns.length > 0 ? actions.filter((action) => indexReads.includes(action)) : [];
      return linkWith(`${constantCase(name)}_TABLE_NAME`, this.tableName, [
        { actions, resources: [this.arn] },
        ...(onIndexes.length > 0 ? [{ actions: onIndexes, resources: indexArns }] : []),
        ...keyStatements(kmsKeyArn, key),
      ]);
    };
    this.read = allowing(reads, tableKeyActions.read);
    this.write = allowing(writes, tableKeyActions.write);
    this.put = allowing(puts, tableKeyActions.write);
    this.link = allowing([...new Set([...reads, ...writes])], tableKeyActions.write).link;
    this.registerOutputs({ tableName: this.tableName });
  }
}

function attribute(key: KeyAttribute): { name: string; type: keyof typeof attributeTypes } {
  return typeof key === "string" ? { name: key, type: "string" } : key;
}

/** The attributes that keys and indexes use, each once: DynamoDB refuses any other. */
function keyAttributes(keys: readonly IndexArgs[]): { name: string; type: string }[] {
  const all = keys.flatMap(({ partitionKey, sortKey }) =>
    [partitionKey, ...(sortKey ? [sortKey] : [])].map(attribute),
  );
  const types = new Map(all.map(({ name, type }) => [name, attributeTypes[type]]));
  return [...types].map(([name, type]) => ({ name, type }));
}

/** Problems with the keys of a table or of an index. */
function keyProblems(path: string, { partitionKey, sortKey }: Partial<IndexArgs>): string[] {
  const types = Object.keys(attributeTypes);
  const [partition, sort] = [partitionKey, sortKey].map((key) => (key ? attribute(key) : undefined));
  return [
    ...(partition?.name
      ? []
      : [`${path}partitionKey: it is missing; name the attribute that identifies an item.`]),
    ...checkOneOf(`${path}partitionKey.type`, partition?.type, types),
    ...checkOneOf(`${path}sortKey.type`, sort?.type, types),
    ...(sort && !sort.name ? [`${path}sortKey: it has no name; name the attribute, or leave it out.`] : []),
    ...(sort && sort.name === partition?.name && sort.type === partition.type
      ? [`${path}sortKey: ${sort.name} is the partition key too; name another attribute.`]
      : []),
  ];
}

const isIndex = (index: unknown): boolean => typeof index === "object" && index !== null;

function tableProblems(args: TableArgs): string[] {
  const indexes = Object.entries(args.indexes ?? {}).filter(([, index]) => isIndex(index));
  const attributes = [args, ...indexes.map(([, index]) => index)]
    .flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
    .filter((key) => key !== undefined)
    .map(attribute);
  const conflicting = attributes.filter((a) =>
    attributes.some((b) => a.name === b.name && a.type !== b.type),
  );
  return [
    ...checkKeys(args, ["partitionKey", "sortKey", "indexes", "ttl", "stream", "kmsKeyArn", "transform"]),
    ...checkKeys(args.transform, ["table"], "transform."),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...checkOneOf("stream", args.stream, Object.keys(streamViews)),
    ...keyProblems("", args),
    ...Object.entries<unknown>(args.indexes ?? {})
      .filter(([, index]) => !isIndex(index))
      .map(
        ([indexName, index]) =>
          `indexes.${indexName}: ${shown(index)} given; its keys are expected, such as { partitionKey: "email" }.`,
      ),
    ...indexes.flatMap(([indexName, index]) => [
      ...checkKeys(index, ["partitionKey", "sortKey"], `indexes.${indexName}.`),
      ...keyProblems(`indexes.${indexName}.`, index),
    ]),
    ...(indexes.length > maxIndexes ? [`indexes: ${indexes.length} given; ${maxIndexes} are allowed.`] : []),
    ...indexes
      .filter(([indexName]) => !/^[a-zA-Z0-9_.-]{3,255}$/.test(indexName))
      .map(
        ([indexName]) =>
          `indexes: the name ${JSON.stringify(indexName)} needs 3 to 255 letters, digits, "_", "-" or ".".`,
      ),
    ...[...new Set(conflicting.map((a) => a.name))].map(
      (a) => `The attribute ${a} has two types; an attribute has one.`,
    ),
  ];
}
