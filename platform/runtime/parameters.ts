// Not by Powertools' parameters: every bundle would hold both clients, and its cache neither shares requests that are
// under way nor knows how old a value is.
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ValueUnavailable } from "./errors/value-unavailable.ts";
import { environment } from "./invocation/environment.ts";
import { logger } from "./invocation/logger.ts";
import { checkJson, type Parsed, type Schema } from "./invocation/validate.ts";

export { ValueUnavailable };

export interface ReadOptions<S extends Schema | undefined = undefined> {
  /** Seconds for which a value that was read is used again. Default: 300. */
  readonly maxAge?: number;
  /** Seconds past `maxAge` for which the old value is used while the store can't be read. Default: 0, an error. */
  readonly staleFor?: number;
  /** The value is JSON of this shape. Without a schema it is its text. */
  readonly schema?: S;
}

/** Variables of an environment that `Parameter` and `Secret` set. */
type Named<Env extends object, Suffix extends string> = Extract<keyof Env, `${string}${Suffix}`>;
type AnyEnv = Readonly<Record<string, string>>;

/** Five minutes: a rotated secret is picked up soon, and a busy function asks a few hundred times a day. */
const defaultMaxAge = 300;

/**
 * The value of a linked `Secret`, of which the environment has the ARN. It is kept in this execution environment's memory;
 * calls at the same time share one request. `secret<Env>("WEBHOOK_SECRET_ARN")` takes only what is linked.
 */
export function secret<Env extends object = AnyEnv, S extends Schema | undefined = undefined>(
  variable: Named<Env, "_SECRET_ARN">,
  options?: ReadOptions<S>,
): Promise<Parsed<S, string>>;
export function secret<S extends Schema | undefined = undefined>(
  variable: `${string}_SECRET_ARN`,
  options?: ReadOptions<S>,
): Promise<Parsed<S, string>>;
export function secret<S extends Schema | undefined>(
  variable: string,
  options: ReadOptions<S> = {},
): Promise<Parsed<S, string>> {
  return valueOf("secret", readSecret, variable, options);
}

/** The value of a linked `Parameter`, of which the environment has the name; as `secret` in everything else. */
export function parameter<Env extends object = AnyEnv, S extends Schema | undefined = undefined>(
  variable: Named<Env, "_PARAMETER_NAME">,
  options?: ReadOptions<S>,
): Promise<Parsed<S, string>>;
export function parameter<S extends Schema | undefined = undefined>(
  variable: `${string}_PARAMETER_NAME`,
  options?: ReadOptions<S>,
): Promise<Parsed<S, string>>;
export function parameter<S extends Schema | undefined>(
  variable: string,
  options: ReadOptions<S> = {},
): Promise<Parsed<S, string>> {
  return valueOf("parameter", readParameter, variable, options);
}

let secrets: SecretsManagerClient | undefined;
async function readSecret(id: string): Promise<string | undefined> {
  secrets ??= new SecretsManagerClient();
  const { SecretString, SecretBinary } = await secrets.send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretBinary !== undefined)
    throw new ValueUnavailable(`The secret ${id} is binary; a text is expected.`);
  return SecretString;
}

let parameters: SSMClient | undefined;
async function readParameter(id: string): Promise<string | undefined> {
  parameters ??= new SSMClient();
  const command = new GetParameterCommand({ Name: id, WithDecryption: true });
  return (await parameters.send(command)).Parameter?.Value;
}

type Read = (id: string) => Promise<string | undefined>;

interface Known {
  readonly text: string;
  readonly readAt: number;
}
const known = new Map<string, Known>();
const underWay = new Map<string, Promise<Known>>();

async function valueOf<S extends Schema | undefined>(
  kind: "secret" | "parameter",
  fetch: Read,
  variable: string,
  { maxAge = defaultMaxAge, staleFor = 0, schema }: ReadOptions<S>,
): Promise<Parsed<S, string>> {
  const id = environment<AnyEnv>()[variable]!;
  const have = known.get(id);
  // Wall-clock time: it goes on while the execution environment is frozen.
  const age = have === undefined ? Number.POSITIVE_INFINITY : (Date.now() - have.readAt) / 1000;
  let now = have;
  if (have === undefined || age >= maxAge)
    try {
      now = await shared(kind, id, fetch);
    } catch (error) {
      if (have === undefined || age >= maxAge + staleFor) throw error;
      logger().warn(`The ${kind} ${id} can't be read; a value of ${Math.round(age)} s ago is used`, {
        reason: (error as Error).message,
      });
    }
  return parsed(kind, id, schema, now!.text);
}

function shared(kind: string, id: string, fetch: Read): Promise<Known> {
  let request = underWay.get(id);
  if (request === undefined) {
    request = read(kind, id, fetch).finally(() => underWay.delete(id));
    underWay.set(id, request);
  }
  return request;
}

async function read(kind: string, id: string, fetch: Read): Promise<Known> {
  const readAt = Date.now();
  const value = await fetch(id).catch((error: unknown) => {
    if (error instanceof ValueUnavailable) throw error;
    throw new ValueUnavailable(`The ${kind} ${id} can't be read: ${reason(error)}.`);
  });
  if (value === undefined) throw new ValueUnavailable(`The ${kind} ${id} has no value.`);
  const result = { text: value, readAt };
  known.set(id, result);
  return result;
}

/**
 * The reason for a failed call. Only the service's own errors appear in full: an error of reading its answer quotes it,
 * and keeps all of it in a hidden field, so it is no `cause` either.
 */
function reason(error: unknown): string {
  const { name, message, code, $fault } = error as Error & { code?: string; $fault?: string };
  if ($fault !== undefined && message) return `${name}: ${message.replace(/\.$/, "")}`;
  return code ?? name;
}

/** The error names only the places of problems: a schema's messages, and those of JSON.parse, may quote the value. */
async function parsed<S extends Schema | undefined>(
  kind: string,
  id: string,
  schema: S | undefined,
  text: string,
): Promise<Parsed<S, string>> {
  const checked = await checkJson(schema, kind, text);
  if (!checked.issues) return checked.value as Parsed<S, string>;
  const places = [...new Set(checked.issues.map(({ path }) => path || "the whole"))].join(", ");
  throw new ValueUnavailable(`The ${kind} ${id} doesn't fit its schema at: ${places}.`);
}
