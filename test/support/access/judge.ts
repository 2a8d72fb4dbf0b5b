import { accountOf } from "../../../platform/access/index.ts";
import type { Graph } from "../../../platform/engine/index.ts";
import { Access } from "../../../platform/fleet/access/access.ts";
import { Made } from "../../../platform/fleet/access/made.ts";
import { type EdgeRequest, requestsOf } from "../../../platform/fleet/access/requests/index.ts";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { type Neighbour, neighboursOf } from "./neighbours.ts";

/** The policies of a service's graph and of what it stands on, and the requests that AWS makes for it. */
export class Judge {
  readonly requests: readonly EdgeRequest[];
  readonly #graph: Graph;
  readonly #made: Made;
  readonly #access: Access;

  /** `requests` are those of another graph than the policies: of the whole one, where a policy is left out. */
  constructor(graph: Graph, others: readonly Graph[] = [], requests?: readonly EdgeRequest[]) {
    this.#graph = graph;
    this.#made = new Made([graph, ...others]);
    this.#access = new Access([graph, ...others]);
    this.requests = (requests ?? requestsOf(graph, others)).filter((one) => this.#isJudged(one));
  }

  isAllowed(request: EdgeRequest): boolean {
    return this.#access.decide(request).allowed;
  }

  /** Requests of AWS's that the policies refuse. */
  denied(): string[] {
    return lines(this.requests.filter((request) => !this.isAllowed(request)));
  }

  /** Requests of somebody else that the policies allow, though they needn't. */
  strangers(): string[] {
    const own = new Set(this.requests.map(keyOf));
    const let_in = this.requests
      .filter((request) => wide.every(({ is }) => !is(request)))
      .flatMap((request) => [...neighboursOf(request), ...this.#elsewhere(request)])
      .filter(({ request }) => !own.has(keyOf(request)) && this.isAllowed(request));
    return [...new Set(let_in.map(({ who, request }) => `${who}: ${line(request)}`))];
  }

  /** Edges of the wiring that no request stands for, and no reason. */
  unjudged(): string[] {
    const { nodes, edges } = wiringOf(this.#graph);
    const asked = new Set(this.requests.map(({ from, to }) => `${from} ${to}`));
    const kind = new Map(nodes.map((node) => [node.urn, `${node.kind} ${node.detail ?? ""}`]));
    const name = (urn: string) => nodes.find((node) => node.urn === urn)?.name ?? urn;
    return edges
      .filter(({ from, to }) => !asked.has(`${from} ${to}`))
      .filter(
        (edge) =>
          !withoutRequest.some(
            ({ from, to }) => from.test(kind.get(edge.from)!) && to.test(kind.get(edge.to)!),
          ),
      )
      .map(({ from, to, kind: how, label = "" }) => `${name(from)} ${how} ${name(to)} ${label}`);
  }

  /** A service's request to another thing of the same kind in the graph. */
  #elsewhere(request: EdgeRequest): Neighbour[] {
    // Who may pass a role decides which machine or schedule has it.
    if (!("service" in request.principal) || request.action === "sts:AssumeRole") return [];
    const thing = this.#made.things.find(({ arn }) => arn !== "" && isWithin(request.resource, arn));
    if (thing === undefined) return [];
    return this.#made.things
      .filter(({ type, arn }) => type === thing.type && arn !== thing.arn && arn !== "")
      .map(({ arn }) => ({ ...request, resource: request.resource.replace(thing.arn, arn) }))
      .filter((other) => !this.#takesAny(other))
      .map((other) => ({ who: "to another", request: other }));
  }

  /** Whether a resource takes whatever there is of a kind: a route for every path or method, or what is public. */
  #takesAny(request: EdgeRequest): boolean {
    const isOpen = this.isAllowed({ ...request, principal: { anyone: true } });
    const anyRoute = this.requests.some(
      ({ from, resource, label = "" }) =>
        from === request.from && resource === request.resource && /^ANY |\+\}$/.test(label),
    );
    return isOpen || anyRoute;
  }

  /**
   * Whether the policies of the graphs decide: those of a resource that they make, or of a role's where that is enough. Those of
   * a key elsewhere are its owner's.
   */
  #isJudged({ principal, action, resource }: EdgeRequest): boolean {
    const isMade = this.#made.things.some(({ arn }) => arn !== "" && isWithin(resource, arn));
    if (!("role" in principal)) return isMade || resource.startsWith("alias/");
    const role = this.#made.find(["aws:iam/role:Role"], principal.role);
    const outside = accountOf(resource) !== undefined && accountOf(resource) !== accountOf(principal.role);
    return role !== undefined && (isMade || !(action.startsWith("kms:") || outside));
  }
}

const isWithin = (arn: string, whole: string) =>
  arn === whole || arn.startsWith(`${whole}/`) || arn.startsWith(`${whole}:`);

const keyOf = ({ principal, action, resource, context }: EdgeRequest) =>
  JSON.stringify([principal, action, resource, Object.entries(context).sort()]);

/** Requests that others may make as well, each for a reason. */
const wide: readonly { readonly reason: string; readonly is: (request: EdgeRequest) => boolean }[] = [
  {
    reason: "every alarm of the account may notify those who are on call",
    is: ({ page, action }) => page === "Notifying users on alarm changes" || action.startsWith("kms:"),
  },
  {
    reason: "authorisers of an OpenAPI document have ids that only AWS knows",
    is: ({ label = "", context }) =>
      label.startsWith("authorizer ") && String(context["aws:SourceArn"]).endsWith("/a1b2c3"),
  },
  {
    reason: "one role of the account writes the access logs of all REST APIs",
    is: ({ page }) => page === "AmazonAPIGatewayPushToCloudWatchLogs",
  },
  {
    reason: "AWS takes no resource for answers to a waiting step: their token says which",
    is: ({ action }) => action.startsWith("states:SendTask"),
  },
  {
    reason: "a pattern that a service wrote itself is meant for everything that fits it",
    is: ({ label = "" }) => label.includes("*") && !label.endsWith("/*"),
  },
];

/** Edges that no policy is asked about, by kind and detail of their ends. */
const withoutRequest: readonly { readonly reason: string; readonly from: RegExp; readonly to: RegExp }[] = [
  {
    reason:
      'EventBridge finds the rules of a bus itself; S3 sends it events without a permission ("Using EventBridge")',
    from: /^(bus|bucket) /,
    to: /^rule /,
  },
  {
    reason: "a redrive policy moves messages within SQS: the queue's redrive allow policy has its own test",
    from: /^queue /,
    to: /^queue /,
  },
  {
    reason: "to CloudFront an API is any address of the internet",
    from: /^distribution /,
    to: /^gateway (HTTP API|REST API|load balancer|function URL)/,
  },
  {
    reason: "callers of a function URL that asks for signatures are allowed by their own roles",
    from: /^gateway function URL/,
    to: /^function /,
  },
];

const line = ({ principal, action, resource, context, page }: EdgeRequest) => {
  const by = "service" in principal ? principal.service : "role" in principal ? principal.role : "anyone";
  const source = context["aws:SourceArn"];
  return `${by}${source === undefined ? "" : ` for ${source}`}: ${action} on ${resource} ("${page}")`;
};

const lines = (requests: readonly EdgeRequest[]) => [...new Set(requests.map(line))];
