import { region as defaultRegion } from "../../platform/organisation.ts";
import { checkName } from "../../platform/values/names.ts";
import { checkRoute } from "../../platform/values/route.ts";
import { common } from "./common.ts";
import { checkChoice, type Question, quote } from "./question.ts";
import type { KindSpec, Variant } from "./spec.ts";

interface GatewayVariant extends Variant {
  /** The choice of an API for this variant. A variant without it follows from other answers. */
  readonly api?: string;
}

const variants = {
  http: {
    api: "routes of an API Gateway HTTP API, a function for each",
    makes: "one route that answers from its input alone",
    shared: ["common-greeting"],
  },
  "http-table": { makes: "create, read and list items of a DynamoDB table" },
  rest: {
    api: "a REST API: API keys, usage plans, request validation",
    makes: "one route behind API keys, a usage plan and request validation",
  },
  alb: {
    api: "rules of an Application Load Balancer, which costs by the hour; needs a certificate",
    makes: "one route of a load balancer of its own, in the default VPC",
    shared: ["common-greeting"],
  },
  url: {
    api: "one function behind a URL of its own, which streams its answers",
    makes: "an export that is streamed through a function URL",
  },
} satisfies Record<string, GatewayVariant>;

const apis = Object.fromEntries(
  Object.entries<GatewayVariant>(variants).flatMap(([name, { api }]) => (api ? [[name, api]] : [])),
);

const api: Question = {
  name: "api",
  message: "What stands before its functions:",
  help: `what stands before its functions: ${Object.keys(apis).join(", ")}; default: http`,
  choices: apis,
  fallback: () => "http",
  check: checkChoice("API", apis),
};

const path: Question = {
  name: "path",
  message: "Path of its resource:",
  help: "path of its resource, such as /orders; default: from the name",
  fallback: (told) => `/${(told.name ?? "items").replace(/(?<=.)-api$/, "")}`,
  check: (value) => {
    const problems = /^(\/[A-Za-z0-9][A-Za-z0-9._~-]*)+$/.test(value)
      ? checkRoute(`GET ${value}/{id}`)
      : [
          `${quote(value)} isn't a path of plain segments; give one such as /orders or /shop/orders. ` +
            "Parameters are added to the routes in index.ts afterwards.",
        ];
    return value.length > 40
      ? [...problems, `It has ${value.length} characters; up to 40 are allowed.`]
      : problems;
  },
};

const table: Question = {
  name: "table",
  message: "DynamoDB table to keep items in (a name such as users, or none):",
  help: "name of a DynamoDB table to keep items in; default: none",
  only: { question: "api", values: ["http"], reason: (api) => `The API ${api} is made without a table` },
  fallback: () => "none",
  check: (value) => (value === "none" ? [] : checkName("part", value)),
  read: (value) => (value === "none" ? undefined : value),
};

const certificate: Question = {
  name: "certificate",
  message: "ARN of the certificate (ACM) for its host name:",
  help: "ARN of an ACM certificate for the host name of a load balancer, in its region; with --api alb",
  required: true,
  only: { question: "api", values: ["alb"], reason: (api) => `The API ${api} needs no certificate` },
  check: (value, { region = defaultRegion }) => {
    const [, own] = /^arn:aws[\w-]*:acm:([\w-]+):[0-9]{12}:certificate\/[\w-]+$/.exec(value) ?? [];
    if (own === undefined)
      return [
        `${quote(value)} isn't the ARN of a certificate; give one such as ` +
          "arn:aws:acm:eu-west-1:123456789012:certificate/<id>, which `aws acm list-certificates` shows.",
      ];
    // Source: "Request a public certificate", on a certificate's one region.
    return own === region
      ? []
      : [`It is of ${own}, and a load balancer takes those of its own region; give one of ${region}.`];
  },
};

export const gateway: KindSpec = {
  title: "HTTP API",
  description: "requests over HTTP, answered by functions",
  questions: [...common((name) => `HTTP API ${name}`), api, path, table, certificate],
  variants,
  variant: ({ api, table }) => (api === "http" && table ? "http-table" : String(api)),
};
