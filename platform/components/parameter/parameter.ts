import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, type Transform, whereOf } from "../../core/component.ts";
import { keyStatements, kmsKeyProblems } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { clearProblems, neverSecret, onlySecret } from "../../core/secret-value.ts";
import { namedAs } from "../../core/stack/named-as.ts";
import type { Defaults } from "../../settings.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkOneOf } from "../../values/problems.ts";

interface SharedParameterArgs {
  readonly description?: string;
  /** Default: `defaults.parameter.tier`. */
  readonly tier?: Defaults["parameter"]["tier"];
  readonly transform?: { readonly parameter?: Transform<aws.ssm.ParameterArgs> };
}

/** A value that is not confidential: a limit, a URL, a switch. */
export interface PlainParameterArgs extends SharedParameterArgs {
  /** Default: `String`. */
  readonly type?: "String";
  /** Usually of the stack's config: `config.require("limit")`. */
  readonly value: pulumi.Input<string>;
  readonly kmsKeyArn?: never;
}

/** A confidential value, encrypted. `Secret` does the same and can be rotated. */
export interface SecureParameterArgs extends SharedParameterArgs {
  readonly type: "SecureString";
  /** A pulumi secret: `config.requireSecret("token")`. A value in clear is refused. */
  readonly value: pulumi.Output<string>;
  /** A customer managed key. Default: AWS's own key for SSM, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

export type ParameterArgs = PlainParameterArgs | SecureParameterArgs;

/** Bytes of a value in each tier. Source: "Managing parameter tiers". */
const maxBytes = { Standard: 4_096, Advanced: 8_192, "Intelligent-Tiering": 8_192 } as const;

type ParameterVariable<N extends string> = `${ConstantCase<N>}_PARAMETER_NAME`;

/**
 * A parameter of SSM called `/<service>/<stage>/<name>`. A link allows reading; the handler's variable holds its name,
 * never its value, which `parameter("<NAME>_PARAMETER_NAME")` of `#runtime/parameters` reads and caches.
 */
export class Parameter<const N extends string = string>
  extends Component
  implements Linkable<ParameterVariable<N>>
{
  /** The parameter. */
  readonly parameter: aws.ssm.Parameter;
  readonly arn: pulumi.Output<string>;
  readonly parameterName: pulumi.Output<string>;
  readonly read: Linkable<ParameterVariable<N>>;
  readonly link: Link<ParameterVariable<N>>;

  constructor(name: N, args: ParameterArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("Parameter", name, options, { args: { parameter: { tier: args.tier } } });
    const where = whereOf("Parameter", name);
    const { type = "String", description, kmsKeyArn } = args;
    const { parameter: settings } = this.settings;
    this.refuse(parameterProblems(args, settings));

    this.parameter = new aws.ssm.Parameter(
      `${name}-parameter`,
      ...this.part(args.transform?.parameter, {
        name: `/${namedAs()}/${pulumi.getStack()}/${name}`,
        type,
        description,
        tier: settings.tier,
        keyId: kmsKeyArn,
        value:
          type === "SecureString"
            ? onlySecret(where, "value", args.value)
            : neverSecret(where, "value", args.value, 'set type: "SecureString", or use a Secret'),
      }),
    );
    this.arn = this.parameter.arn;
    this.parameterName = this.parameter.name;
    this.read = linkWith(`${constantCase(name)}_PARAMETER_NAME`, this.parameterName, [
      { actions: ["ssm:GetParameter"], resources: [this.arn] },
      // AWS's own key lets the whole account decrypt through SSM; a key of one's own must be allowed.
      ...keyStatements(kmsKeyArn, ["kms:Decrypt"]),
    ]);
    this.link = this.read.link;
    this.registerOutputs({ parameterName: this.parameterName });
  }
}

function parameterProblems(args: ParameterArgs, { tier }: Defaults["parameter"]): string[] {
  const { type = "String", value, kmsKeyArn, transform } = args;
  const named = typeof transform?.parameter === "object" && transform.parameter.name !== undefined;
  const bytes = typeof value === "string" ? Buffer.byteLength(value) : 0;
  const most = maxBytes[tier];
  return [
    ...checkKeys(args, ["type", "value", "description", "tier", "kmsKeyArn", "transform"]),
    ...checkKeys(transform, ["parameter"], "transform."),
    ...kmsKeyProblems(kmsKeyArn),
    ...checkOneOf("type", type, ["String", "SecureString"]),
    ...checkOneOf("tier", tier, Object.keys(maxBytes)),
    ...(value === undefined ? ["value: it is missing; give the parameter's value."] : []),
    ...(value === "" ? ['value: "" given; a parameter can\'t be empty.'] : []),
    ...(type === "SecureString" ? clearProblems("value", value) : []),
    ...(kmsKeyArn !== undefined && type !== "SecureString"
      ? ['kmsKeyArn: only a SecureString is encrypted with it; set type: "SecureString" or leave it out.']
      : []),
    ...(most !== undefined && bytes > most
      ? [`value: ${bytes} bytes given; the tier ${tier} takes ${most}.`]
      : []),
    // Source: "PutParameter".
    ...(/^(aws|ssm)/i.test(namedAs()) && !named
      ? [
          `its name: /${namedAs()}/... is refused by SSM, whose names may not start with "aws" or "ssm"; give it one: transform: { parameter: { name: "/my/${pulumi.getStack()}/..." } }.`,
        ]
      : []),
  ];
}
