import type { EdgeRequest } from "../../../platform/fleet/access/requests/index.ts";

/** The same request by or for somebody else, in words and as asked. */
export interface Neighbour {
  readonly who: string;
  readonly request: EdgeRequest;
}

const stranger = "999999999999";

/**
 * Requests that look like one and are somebody else's: another account, another source, another service, another resource. Where
 * a row of the documentation sends no source, there is none to tell apart by.
 */
export function neighboursOf(request: EdgeRequest): Neighbour[] {
  const { principal } = request;
  if ("anyone" in principal) return beyondUrl(request);
  if ("role" in principal) return otherResources(request);
  const service = { ...request, principal: { service: "other.amazonaws.com" } };
  return [...otherSources(request), ...beyondUrl(request), { who: "another service", request: service }];
}

/** A function that is called by its URL can't be called by Lambda's API, nor by a URL that asks for something else. */
function beyondUrl(request: EdgeRequest): Neighbour[] {
  const {
    "lambda:InvokedViaFunctionUrl": via,
    "lambda:FunctionUrlAuthType": auth,
    ...rest
  } = request.context;
  const other = auth === "NONE" ? "AWS_IAM" : "NONE";
  if (via !== undefined) return [{ who: "not by the URL", request: { ...request, context: rest } }];
  if (auth === undefined) return [];
  const context = { ...rest, "lambda:FunctionUrlAuthType": other };
  return [{ who: "by another kind of URL", request: { ...request, context } }];
}

function otherSources(request: EdgeRequest): Neighbour[] {
  const { "aws:SourceArn": arn, "aws:SourceAccount": account } = request.context;
  const as = (who: string, keys: Record<string, string>) => ({
    who,
    request: { ...request, context: { ...request.context, ...keys } },
  });
  const theirs = {
    ...(account !== undefined && { "aws:SourceAccount": stranger }),
    ...(typeof arn === "string" && { "aws:SourceArn": inAccount(arn, stranger) }),
  };
  return [
    ...(Object.keys(theirs).length > 0 ? [as("another account", theirs)] : []),
    // A role says whose it is, and the service which of its resources may have it, by who may pass the role.
    ...(typeof arn === "string" && request.action !== "sts:AssumeRole"
      ? sourcesBeside(arn, request.label).map(([who, other]) => as(who, { "aws:SourceArn": other }))
      : []),
  ];
}

/** Other sources of the same account: another API, route or authoriser, another topic, bucket, rule. */
function sourcesBeside(arn: string, label = ""): (readonly [string, string])[] {
  const parts = arn.split(":");
  if (parts[2] !== "execute-api") return renamed(arn).map((other) => ["another source", other] as const);
  const at = (rest: string) => [...parts.slice(0, 5), rest].join(":");
  const [api, stage, method, ...path] = parts.slice(5).join(":").split("/");
  const rest = [stage, method, ...path].join("/");
  return [
    ["another API", at(`${api}x/${rest}`)],
    ...(stage === "authorizers" ? [["another authoriser", at(`${api}/${stage}/other`)] as const] : []),
    // A method that can be any leaves room for more of a path: `*` goes across slashes.
    ...(stage === "authorizers" || label.startsWith("ANY ") || label === "$default"
      ? []
      : [["another path", at(`${api}/${stage}/${method}/other/${path.join("/")}`)] as const]),
    ...(stage === "authorizers" || label.startsWith("ANY ") || label === "$default"
      ? []
      : [["another method", at(`${api}/${stage}/PURGE/${path.join("/")}`)] as const]),
    ...(label === "$default" ? [["another route", at(`${api}/${stage}/GET/other`)] as const] : []),
  ];
}

function otherResources(request: EdgeRequest): Neighbour[] {
  const { resource, context } = request;
  const access = context["elasticfilesystem:AccessPointArn"];
  if (typeof access === "string")
    return [
      {
        who: "another access point",
        request: { ...request, context: { ...context, "elasticfilesystem:AccessPointArn": `${access}0` } },
      },
    ];
  if (resource === "*") return [];
  return [
    ...renamed(resource).map((other) => ({
      who: "another resource",
      request: { ...request, resource: other },
    })),
    ...(inAccount(resource, stranger) === resource
      ? []
      : [{ who: "another account", request: { ...request, resource: inAccount(resource, stranger) } }]),
  ];
}

const inAccount = (arn: string, account: string): string =>
  arn.replace(/^((?:[^:]*:){4})\d{12}:/, `$1${account}:`);

/** ARNs of things with a longer name: at its end, where a pattern would end too, and at its beginning. */
function renamed(arn: string): string[] {
  const parts = arn.split(":");
  const head = parts.slice(0, 5).join(":");
  const rest = parts.slice(5).join(":");
  const { before = "", name = "", after = "" } = shapeOf(parts[2] ?? "").exec(rest)?.groups ?? {};
  const [, path = "", last = ""] = /^(.*\/)?([^/]*)$/.exec(name) ?? [];
  return [`${last}-other`, `other-${last}`].map((other) => `${head}:${before}${path}${other}${after}`);
}

/** The name within the last part of an ARN. */
function shapeOf(service: string): RegExp {
  if (service === "s3") return /^(?<name>[^/]*)(?<after>.*)$/;
  if (service === "logs") return /^(?<before>log-group:)(?<name>[^:]*)(?<after>.*)$/;
  if (service === "ssm" || service === "events") return /^(?<before>\w[\w-]*\/)(?<name>.*)$/;
  return /^(?<before>[\w-]+[:/])?(?<name>[^:/]*)(?<after>.*)$/;
}
