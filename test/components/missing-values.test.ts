import { expect, test } from "vitest";
import {
  Bucket,
  Distribution,
  Event,
  type EventArgs,
  Function,
  type FunctionArgs,
  Gateway,
  type GatewayArgs,
  Table,
  type TableArgs,
} from "../../platform/index.ts";
import { errorOf } from "../support/index.ts";

const handler = "src/handler.ts";
/** What JavaScript, or a cast, gives where a member isn't there: to TypeScript it fits everywhere. */
const gone = undefined as never;

const fn = (args: Partial<FunctionArgs>) => () =>
  void new Function("part", { handler, ...args } as FunctionArgs);
const table = (args: Partial<TableArgs>) => () => void new Table("part", { partitionKey: "id", ...args });
const bucket = (args: ConstructorParameters<typeof Bucket>[1]) => () => void new Bucket("part", args);
const event = (source: EventArgs["source"]) => () => void new Event("part", { handler, source });
const gateway = (args: Omit<GatewayArgs, "routes"> & { routes?: object }) => () =>
  void new Gateway("part", { routes: { "GET /": handler }, ...args } as GatewayArgs);
const site = (args: object) => () => void new Distribution("part", { origin: new Bucket("pages"), ...args });
const asked = (authorizer: object, route: object = {}) =>
  gateway({
    authorizers: { login: authorizer } as never,
    auth: "login",
    routes: { "GET /": { target: handler, ...route } },
  });
const jwt = { type: "jwt", issuer: "https://login.example.com", audience: ["shop"] };
const balancer = {
  vpcId: "vpc-0a1b2c3d",
  subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
};
const alb = (args: object) =>
  gateway({ type: "alb", routes: { $default: handler }, loadBalancer: balancer, ...args } as never);

test.each<[string, () => void]>([
  ["layers[0]: undefined given; a text is expected.", fn({ layers: [gone] })],
  ["layers[1]: null given; a text is expected.", fn({ layers: ["arn:aws:lambda:x", null as never] })],
  ["vpc.subnetIds[0]: undefined given; a text is expected.", fn({ vpc: { subnetIds: [gone] } })],
  ["environment: null given; variables by name are expected.", fn({ environment: null as never })],
  [
    'indexes.byMail: undefined given; its keys are expected, such as { partitionKey: "email" }.',
    table({ indexes: { byMail: gone } }),
  ],
  [
    "sortKey: it has no name; name the attribute, or leave it out.",
    table({ sortKey: { name: gone, type: "string" } }),
  ],
  [
    'expireAfter["tmp/"]: undefined given; a number of days is expected.',
    bucket({ expireAfter: { "tmp/": gone } }),
  ],
  [
    "cors.origins[0]: undefined given; a text is expected.",
    bucket({ cors: { origins: [gone], methods: ["GET"] } }),
  ],
  [
    'cors.methods: undefined given; "GET", "PUT", "POST", "HEAD" and "DELETE" are allowed.',
    bucket({ cors: { origins: ["*"], methods: [gone] } }),
  ],
  [
    'source.states: undefined given; "ALARM", "OK" and "INSUFFICIENT_DATA" are allowed.',
    event({ type: "alarm", states: [gone] }),
  ],
  [
    'source.events: undefined given; "created", "updated" and "deleted" are allowed.',
    event({ type: "codecommit", repository: "shop", events: [gone] }),
  ],
  [
    'source.events: undefined given; "created", "deleted", "restored", "tagged", "untagged" and "transitioned" are allowed.',
    event({ type: "s3", bucket: "their-files", events: [gone] }),
  ],
  [
    'source.input.paths.id: undefined given; a path such as "$.detail" is expected.',
    event({
      type: "eventbridge",
      pattern: { source: ["shop"] },
      input: { paths: { id: gone }, template: '"<id>"' },
    }),
  ],
  ["cors.origins[0]: undefined given; a text is expected.", gateway({ cors: { origins: [gone] } })],
  [
    "cors.headers[0]: undefined given; a text is expected.",
    gateway({ cors: { origins: ["*"], headers: [gone] } }),
  ],
  [
    "cors.methods[0]: undefined given; a text is expected.",
    gateway({
      type: "url",
      routes: { $default: handler },
      cors: { origins: ["*"], methods: [gone] },
    } as never),
  ],
  [
    "authorizers.login.audience[0]: undefined given; a text is expected.",
    asked({ ...jwt, audience: [gone] }),
  ],
  [
    "authorizers.login.clientIds[0]: undefined given; a text is expected.",
    asked({ type: "cognito", userPoolArn: "arn:aws:cognito-idp:x", clientIds: [gone] }),
  ],
  [
    "authorizers.login.headers[0]: undefined given; a text is expected.",
    asked({ type: "lambda", target: "src/other.ts", headers: [gone] }),
  ],
  ['routes: "GET /": scopes[0]: undefined given; a text is expected.', asked(jwt, { scopes: [gone] })],
  [
    "binaryMediaTypes[0]: undefined given; a text is expected.",
    gateway({ type: "rest", binaryMediaTypes: [gone] }),
  ],
  [
    "usagePlans.basic.keys: undefined given; lower-case letters, digits and single hyphens",
    gateway({ type: "rest", usagePlans: { basic: { keys: [gone] } } }),
  ],
  [
    'routes: "GET /": validate.query[0]: undefined given; a text is expected.',
    gateway({ type: "rest", routes: { "GET /": { target: handler, validate: { query: [gone] } } } } as never),
  ],
  ['hosts: undefined given; give a host such as "api.example.com"', alb({ hosts: [gone] })],
  [
    "loadBalancer.allowFrom[0]: undefined given; a text is expected.",
    alb({ loadBalancer: { ...balancer, allowFrom: [gone] } }),
  ],
  ["trustedKeyGroups[0]: undefined given; a text is expected.", site({ trustedKeyGroups: [gone] })],
  [
    "viewer[0] (undefined): a handler's file, or a ready-made behaviour, is expected.",
    site({ viewer: [gone] }),
  ],
  [
    'lambdaEdge["origin-request"]: undefined given; a handler\'s file, such as "src/handler.ts"',
    site({ lambdaEdge: { "origin-request": gone } }),
  ],
])("what comes to nothing in a list or a map is refused by its place: %s", async (problem, program) => {
  const message = await errorOf(program);
  expect(message).toMatch(/ of service shop has 1 problem\(s\):/);
  expect(message).toContain(`  - ${problem}`);
});
