import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import { keyStatements, kmsKeyProblems } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { clearProblems, onlySecret } from "../../core/secret-value.ts";
import type { Given } from "../../guarded.ts";
import type { Defaults } from "../../settings.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkRange } from "../../values/problems.ts";
import type { Function } from "../function/function.ts";
import { createRotation, type RotationArgs, rotationProblems } from "./rotation.ts";

export interface SecretArgs {
  readonly description?: string;
  /**
   * A pulumi secret: `config.requireSecret("webhook")`. Default: none; the secret is made empty, and the team fills it
   * with `aws secretsmanager put-secret-value`, so that the value is in no program, config or state.
   */
  readonly value?: pulumi.Output<string>;
  /** Renews the value by a schedule. Not together with `value`: the program would go back to its own. */
  readonly rotation?: RotationArgs;
  /** A customer managed key. Default: AWS's own key for Secrets Manager, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Days for which a deleted secret can be restored, 7 to 30, or 0. Default: `defaults.secret.recoveryWindowDays`. */
  readonly recoveryWindowDays?: Given<"secret.recoveryWindowDays">;
  readonly transform?: {
    readonly secret?: Transform<aws.secretsmanager.SecretArgs>;
    readonly version?: Transform<aws.secretsmanager.SecretVersionArgs>;
    readonly rotation?: Transform<aws.secretsmanager.SecretRotationArgs>;
  };
}

/** Source: "DeleteSecret"; 0 is the provider's word for deletion without recovery. */
const recoveryWindow = { min: 7, max: 30, unit: "days" } as const;

type SecretVariable<N extends string> = `${ConstantCase<N>}_SECRET_ARN`;

/**
 * A secret of Secrets Manager. A link allows reading; the handler's variable holds its ARN, never its value, which
 * `secret("<NAME>_SECRET_ARN")` of `#runtime/parameters` reads and caches.
 */
export class Secret<const N extends string = string>
  extends Component
  implements Linkable<SecretVariable<N>>
{
  /** The secret. */
  readonly secret: aws.secretsmanager.Secret;
  /** Its value; undefined where the team fills it. */
  readonly version: aws.secretsmanager.SecretVersion | undefined;
  /** Renews the value; undefined without rotation. */
  readonly rotation:
    | { readonly function: Function; readonly rotation: aws.secretsmanager.SecretRotation }
    | undefined;
  readonly arn: pulumi.Output<string>;
  readonly secretName: pulumi.Output<string>;
  readonly read: Linkable<SecretVariable<N>>;
  readonly link: Link<SecretVariable<N>>;

  constructor(name: N, args: SecretArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("Secret", name, options, { args: { secret: { recoveryWindowDays: args.recoveryWindowDays } } });
    const where = whereOf("Secret", name);
    const { value, kmsKeyArn, transform = {} } = args;
    const { secret: settings } = this.settings;
    this.refuse(secretProblems(args, settings));

    this.secret = new aws.secretsmanager.Secret(
      `${name}-secret`,
      ...this.part(transform.secret, {
        name: nameOf("secret", name),
        description: args.description,
        kmsKeyId: kmsKeyArn,
        recoveryWindowInDays: settings.recoveryWindowDays,
      }),
    );
    this.version =
      value === undefined
        ? undefined
        : new aws.secretsmanager.SecretVersion(
            `${name}-version`,
            ...this.part(transform.version, {
              secretId: this.secret.id,
              secretString: onlySecret(where, "value", value),
            }),
          );
    this.arn = this.secret.arn;
    this.secretName = this.secret.name;
    this.rotation =
      args.rotation &&
      createRotation(this, name, {
        secretArn: this.arn,
        kmsKeyArn,
        rotation: args.rotation,
        transform: transform.rotation,
      });

    this.read = linkWith(`${constantCase(name)}_SECRET_ARN`, this.arn, [
      { actions: ["secretsmanager:GetSecretValue"], resources: [this.arn] },
      // AWS's own key lets the whole account decrypt through the service; a key of one's own must be allowed.
      ...keyStatements(kmsKeyArn, ["kms:Decrypt"]),
    ]);
    this.link = this.read.link;
    this.registerOutputs({ arn: this.arn, secretName: this.secretName });
  }
}

function secretProblems(args: SecretArgs, { recoveryWindowDays: days }: Defaults["secret"]): string[] {
  return [
    ...checkKeys(args, ["description", "value", "rotation", "kmsKeyArn", "recoveryWindowDays", "transform"]),
    ...checkKeys(args.transform, ["secret", "version", "rotation"], "transform."),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...clearProblems("value", args.value),
    ...(args.value !== undefined && args.rotation !== undefined
      ? ["value, rotation: what rotates would be set back to the program's value; give one of them."]
      : []),
    ...(days === 0 ? [] : checkRange("recoveryWindowDays", days, recoveryWindow)),
    ...(args.rotation === undefined ? [] : rotationProblems(args.rotation)),
  ];
}
