import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, stringify } from "yaml";
import type { Properties, Provider } from "../engine/index.ts";
import { reveal } from "../engine/index.ts";
import { resultOf } from "../provider/index.ts";
import { isObject } from "../values/objects.ts";
import { checkKeys, type Problem, suggestion, UsageError } from "../values/problems.ts";

/** The file of a service that answers lookups which no account is asked for offline, beside its Pulumi.yaml. */
const lookupsFile = "lookups.yaml";

interface Answer {
  /** Arguments of the calls that it answers; left out: of all. */
  readonly args: Properties;
  readonly result: Properties;
}

type Answers = ReadonlyMap<string, readonly Answer[]>;

/**
 * The provider of a service's program: its lookups (`aws.ec2.getVpc`) are answered by the service's own file first. Throws
 * a `UsageError` when the file has mistakes; a lookup without any answer fails the program with what to write there.
 */
export function withLookups(provider: Provider, dir: string): Provider {
  const file = join(dir, lookupsFile);
  const answers = readAnswers(file);
  return {
    ...provider,
    invoke(token, args) {
      const own = (answers.get(token) ?? []).find((one) => fits(one.args, reveal(args)));
      const known = provider.invoke(token, args);
      if (own) return { ...known, ...(reveal(args) as Properties), ...own.result };
      if (known) return known;
      throw new Error(unanswered(file, token, reveal(args) as Properties, [...answers.keys()]));
    },
  };
}

const fits = (wanted: Properties, given: unknown): boolean =>
  Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(Reflect.get(Object(given), key), value));

function unanswered(file: string, token: string, args: Properties, answered: readonly string[]): string {
  const result = resultOf(token)?.filter(({ name, required }) => required && !(name in args));
  const shape = result ? Object.fromEntries(result.map(({ name, shape }) => [name, words(shape)])) : {};
  const entry = { ...(Object.keys(args).length > 0 && { args }), result: shape };
  const typo = answered.length > 0 ? suggestion(token, answered) : "";
  return (
    `the program calls ${token}, and offline nobody is asked. Its answer comes from ${file}, which ` +
    `${existsSync(file) ? `has none for it.${typo}` : "doesn't exist."} Add there, with values as they are in the account:\n\n` +
    `${stringify({ [token]: [entry] }).trimEnd()}\n`
  );
}

const words = (shape: unknown): string => (typeof shape === "string" ? shape : JSON.stringify(shape));

function readAnswers(file: string): Answers {
  if (!existsSync(file)) return new Map();
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
  if (!isObject(content)) throw new UsageError(`${file} is no YAML object of functions and their answers.`);
  const problems = Object.entries(content).flatMap(([token, list]) => problemsOf(token, list));
  if (problems.length > 0)
    throw new UsageError(problems.map(({ where, problem }) => ({ where: `${file}, ${where}`, problem })));
  return new Map(
    Object.entries(content as Record<string, Partial<Answer>[]>).map(([token, list]) => [
      token,
      list.map(({ args = {}, result = {} }) => ({ args, result })),
    ]),
  );
}

function problemsOf(token: string, list: unknown): (Problem & { readonly where: string })[] {
  const say = (where: string, problem: string) => ({ where, problem });
  if (!/^[\w-]+:[\w/-]+:\w+$/.test(token))
    return [say(token, "functions are named by their token, such as aws:ec2/getVpc:getVpc.")];
  if (!Array.isArray(list)) return [say(token, "a list of answers is expected, each with args and result.")];
  return list.flatMap((one: unknown, i) => {
    const where = `${token}[${i}]`;
    if (!isObject(one))
      return [say(where, "an object with result is expected, and args where it is for some calls only.")];
    const { args = {}, result } = one;
    const unknown = checkKeys(one, ["args", "result"]);
    if (!isObject(args)) unknown.push("args: an object is expected.");
    if (!isObject(result))
      return [...unknown, "result: an object is expected."].map((problem) => say(where, problem));
    const names = resultOf(token)?.map(({ name }) => name);
    return [...unknown, ...(names ? checkKeys(result, names, "result.") : [])].map((problem) =>
      say(where, problem),
    );
  });
}
