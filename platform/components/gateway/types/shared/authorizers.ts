import type * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../../../../defaults.ts";
import { checkKeys, checkOneOf, checkRange, checkTexts, didYouMean } from "../../../../values/problems.ts";
import { targetProblems } from "../../../function/target.ts";
import { routesOf } from "../../route.ts";
import type { CommonArgs, RouteTarget } from "../type.ts";

/** Tokens of an OpenID Connect issuer, which API Gateway checks itself. HTTP APIs only. */
export interface JwtAuthorizer {
  readonly type: "jwt";
  /** `https://login.example.com`, whose `/.well-known/openid-configuration` names the keys. */
  readonly issuer: pulumi.Input<string>;
  /** A token's `aud` or `client_id` must be one of these. */
  readonly audience: readonly pulumi.Input<string>[];
}

/** Tokens of a Cognito user pool. */
export interface CognitoAuthorizer {
  readonly type: "cognito";
  readonly userPoolArn: pulumi.Input<string>;
  /** App clients whose tokens are taken. HTTP APIs need them; a REST API lets in all clients of the pool. */
  readonly clientIds?: readonly pulumi.Input<string>[];
}

/** A function that decides, written with `authorizer` of `#runtime`. */
export interface LambdaAuthorizer {
  readonly type: "lambda";
  readonly target: RouteTarget;
  /** Headers that a request must have; without them it is refused before the function is asked. Default: `Authorization`. */
  readonly headers?: readonly string[];
  /** Seconds that an answer is remembered, 0 to 3,600. Default: `defaults.gateway.authorizerTtl`. */
  readonly ttl?: number;
  /** REST APIs only: `token` gives the function the header and nothing else, and its answer counts for every route. Default: `request`. */
  readonly payload?: "request" | "token";
}

export type Authorizer = JwtAuthorizer | CognitoAuthorizer | LambdaAuthorizer;

/** Callers of a gateway's routes. */
export interface AuthArgs {
  /** By name, for `auth`. */
  readonly authorizers?: { readonly [name: string]: Authorizer };
  /** Callers of routes without an `auth` of their own: an authoriser's name, `iam` or `public`. Default: `public`. */
  readonly auth?: string;
}

/** Callers of a route. */
export interface RouteAuth {
  /** An authoriser's name; `iam` for requests signed with SigV4; `public` for all callers. Default: the gateway's. */
  readonly auth?: string;
  /** Scopes of which a token must have one; for `jwt` and `cognito`. */
  readonly scopes?: readonly string[];
}

export const authOptions = ["authorizers", "auth"] as const satisfies readonly (keyof AuthArgs)[];
export const routeAuthOptions = ["auth", "scopes"] as const satisfies readonly (keyof RouteAuth)[];

const builtIn = ["iam", "public"];

/** Seconds that an authoriser's answer is remembered. Source: "CreateAuthorizer" (API Gateway V2 and REST). */
const ttlRange = { min: 0, max: 3_600, unit: "seconds" };

const keys = {
  jwt: ["type", "issuer", "audience"],
  cognito: ["type", "userPoolArn", "clientIds"],
  lambda: ["type", "target", "headers", "ttl", "payload"],
} as const;

/** The `auth` of a route: its own, else the gateway's. */
export const authOf = (args: AuthArgs, route: RouteAuth): string => route.auth ?? args.auth ?? "public";

/** Seconds that an authoriser's answer is remembered. */
export const ttlOf = ({ ttl }: LambdaAuthorizer, { gateway }: Defaults): number =>
  ttl ?? gateway.authorizerTtl;

/** Headers as a request must have them. */
export const headersOf = ({ headers }: LambdaAuthorizer): readonly string[] => headers ?? ["Authorization"];

/** The functions of authorisers. */
export function authorizerTargets({ authorizers = {} }: AuthArgs): RouteTarget[] {
  return Object.values(authorizers).flatMap((one) => (one?.type === "lambda" ? [one.target] : []));
}

interface AuthRules {
  /** Authorisers that the type of gateway has. */
  readonly types: readonly Authorizer["type"][];
  readonly title: string;
  /** Problems that only this type of gateway has with an authoriser. */
  readonly more: (authorizer: Authorizer, path: string) => readonly string[];
}

export function authProblems(args: AuthArgs & CommonArgs<RouteAuth>, rules: AuthRules): string[] {
  const authorizers = Object.entries(args.authorizers ?? {});
  const names = authorizers.map(([name]) => name);
  const routes = routesOf(args).map(({ key, options }) => ({ key, ...options }));
  const used = new Set(routes.map((route) => authOf(args, route)));
  const unknown = (path: string, auth: string | undefined): string[] => {
    if (auth === undefined || [...builtIn, ...names].includes(auth)) return [];
    const near = didYouMean(auth, [...builtIn, ...names]);
    return [
      `${path}: ${JSON.stringify(auth)} is no authoriser; ${near ? `did you mean "${near}"?` : "name it in `authorizers`."}`,
    ];
  };
  return [
    ...authorizers.flatMap(([name, authorizer]) => authorizerProblems(name, authorizer, rules)),
    ...names
      .filter((name) => !used.has(name) && args.auth !== name)
      .map((name) => `authorizers.${name}: no route asks it; name it in auth, of the gateway or of a route.`),
    ...unknown("auth", args.auth),
    ...routes.flatMap(({ key, auth, scopes }) => {
      const path = `routes: ${JSON.stringify(key)}: `;
      const type = args.authorizers?.[authOf(args, { auth })]?.type;
      return [
        ...unknown(`${path}auth`, auth),
        ...checkTexts(`${path}scopes`, scopes),
        ...(scopes && type !== "jwt" && type !== "cognito"
          ? [`${path}scopes: only tokens have scopes; give the route an authoriser of type jwt or cognito.`]
          : []),
      ];
    }),
  ];
}

function authorizerProblems(name: string, authorizer: Authorizer, rules: AuthRules): string[] {
  const path = `authorizers.${name}`;
  const nameProblems = [
    ...(builtIn.includes(name)
      ? [`${path}: ${JSON.stringify(name)} means something else in auth; choose another name.`]
      : []),
    ...(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)
      ? []
      : [
          `${path}: a name of letters, digits, "_" and "-" is allowed, starting with a letter, up to 64 characters.`,
        ]),
  ];
  const type: string | undefined = authorizer?.type;
  if (type === undefined || !Object.hasOwn(keys, type))
    return [...nameProblems, ...checkOneOf(`${path}.type`, type ?? null, rules.types)];
  if (!rules.types.includes(authorizer.type))
    return [
      ...nameProblems,
      `${path}: ${rules.title} has no authorisers of type "${type}"; ${rules.types.map((one) => `"${one}"`).join(" and ")} are there.`,
    ];
  return [
    ...nameProblems,
    ...checkKeys(authorizer, keys[authorizer.type], `${path}.`),
    ...ownProblems(authorizer, path),
    ...rules.more(authorizer, path),
  ];
}

function ownProblems(authorizer: Authorizer, path: string): string[] {
  const missing = (key: string, value: unknown, what: string) =>
    value === undefined || (Array.isArray(value) && value.length === 0)
      ? [`${path}.${key}: there is none; ${what}`]
      : [];
  switch (authorizer.type) {
    case "jwt":
      return [
        ...missing("issuer", authorizer.issuer, "give the issuer's URL."),
        ...(typeof authorizer.issuer === "string" && !authorizer.issuer.startsWith("https://")
          ? [`${path}.issuer: ${JSON.stringify(authorizer.issuer)} given; a URL with https:// is expected.`]
          : []),
        ...missing("audience", authorizer.audience, "without one, tokens for anybody would be let in."),
        ...checkTexts(`${path}.audience`, authorizer.audience),
      ];
    case "cognito":
      return [
        ...missing("userPoolArn", authorizer.userPoolArn, "give the ARN of the user pool."),
        ...checkTexts(`${path}.clientIds`, authorizer.clientIds),
      ];
    case "lambda":
      return [
        ...(authorizer.target === undefined
          ? missing("target", undefined, 'give it a handler\'s file, such as "src/authorise.ts".')
          : targetProblems(`${path}.target`, authorizer.target)),
        ...checkRange(`${path}.ttl`, authorizer.ttl, ttlRange),
        ...checkOneOf(`${path}.payload`, authorizer.payload, ["request", "token"]),
        ...checkTexts(`${path}.headers`, authorizer.headers),
        ...(authorizer.headers?.length === 0
          ? [`${path}.headers: there is none; leave it out for Authorization, or name at least one.`]
          : []),
      ];
  }
}
