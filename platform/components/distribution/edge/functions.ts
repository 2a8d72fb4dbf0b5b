import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Component, nameOf, partOf } from "../../../core/component.ts";
import type { Defaults } from "../../../defaults.ts";
import type { DistributionTransform } from "../args.ts";
import type { Behavior } from "../behaviors.ts";
import { headersPolicy } from "../ready-made/security-headers.ts";
import { functionCode } from "./function-code.ts";
import { type EdgeEvent, edgeArgs, edgeFunction, type LambdaEdge } from "./lambda-edge.ts";
import { stepsAt, type ViewerBehavior, viewerEvents } from "./viewer.ts";

type Associations = Pick<
  aws.types.input.cloudfront.DistributionDefaultCacheBehavior,
  "functionAssociations" | "lambdaFunctionAssociations" | "responseHeadersPolicyId"
>;

/** What makes the functions and policies of behaviours, each once for all that share it. */
export class EdgeParts {
  readonly #component: Component;
  readonly #name: string;
  readonly #settings: Defaults;
  readonly #transform: DistributionTransform;
  readonly #viewers = new Map<readonly ViewerBehavior[], Omit<Associations, "lambdaFunctionAssociations">>();
  readonly #lambdas = new Map<LambdaEdge, Associations["lambdaFunctionAssociations"]>();
  readonly #cachePolicies = new Map<string, aws.cloudfront.CachePolicy>();
  /** What functions may look up; undefined where none does. */
  keyValueStore: aws.cloudfront.KeyValueStore | undefined;

  constructor(component: Component, name: string, settings: Defaults, transform: DistributionTransform) {
    this.#component = component;
    this.#name = name;
    this.#settings = settings;
    this.#transform = transform;
  }

  /** What a behaviour says about its functions and headers. */
  of(behavior: Behavior): Associations {
    const { viewers, lambdaEdge } = behavior;
    const shared = this.#viewers.get(viewers) ?? this.#ofViewers(behavior);
    this.#viewers.set(viewers, shared);
    if (lambdaEdge === undefined) return shared;
    const lambdas = this.#lambdas.get(lambdaEdge) ?? this.#ofLambdas(behavior, lambdaEdge);
    this.#lambdas.set(lambdaEdge, lambdas);
    return { ...shared, lambdaFunctionAssociations: lambdas };
  }

  /** A policy as CachingOptimized, with headers that tell answers apart; one for all behaviours with the same. */
  cachePolicy(behavior: Behavior, headers: readonly string[]): pulumi.Output<string> {
    const key = headers.join();
    const physical = nameOf("cachePolicy", this.#names(behavior, "cache").physical);
    const made =
      this.#cachePolicies.get(key) ??
      new aws.cloudfront.CachePolicy(
        this.#names(behavior, "cache").logical,
        ...partOf(this.#component, this.#transform.cachePolicy, {
          name: physical,
          // Those of CachingOptimized. Source: "Use managed cache policies".
          minTtl: 1,
          defaultTtl: 86_400,
          maxTtl: 31_536_000,
          parametersInCacheKeyAndForwardedToOrigin: {
            enableAcceptEncodingBrotli: true,
            enableAcceptEncodingGzip: true,
            cookiesConfig: { cookieBehavior: "none" },
            queryStringsConfig: { queryStringBehavior: "none" },
            headersConfig: { headerBehavior: "whitelist", headers: { items: [...headers] } },
          },
        }),
      );
    this.#cachePolicies.set(key, made);
    return made.id;
  }

  #ofViewers(behavior: Behavior): Omit<Associations, "lambdaFunctionAssociations"> {
    const { viewers } = behavior;
    const headers = viewers.find(({ securityHeaders }) => securityHeaders)?.securityHeaders;
    const { logical, physical } = this.#names(behavior);
    const functions = viewerEvents.flatMap((eventType) =>
      stepsAt(eventType, viewers).length === 0
        ? []
        : [{ eventType, functionArn: this.#function(behavior, eventType).arn }],
    );
    return {
      functionAssociations: functions.length > 0 ? functions : undefined,
      responseHeadersPolicyId:
        headers &&
        headersPolicy(
          this.#component,
          { logical, physical },
          headers,
          this.#settings.distribution,
          this.#transform.headersPolicy,
        ).id,
    };
  }

  #function(behavior: Behavior, event: (typeof viewerEvents)[number]): aws.cloudfront.Function {
    const { viewers } = behavior;
    const steps = stepsAt(event, viewers);
    const { logical, physical } = this.#names(behavior, event);
    const dir = pulumi.getRootDirectory();
    return new aws.cloudfront.Function(
      logical,
      ...partOf(this.#component, this.#transform.function, {
        name: nameOf("edgeFunction", physical),
        comment: steps
          .map(({ title }) => title)
          .join(", ")
          .slice(0, maxComment),
        runtime: "cloudfront-js-2.0",
        code: pulumi.output(functionCode(event, steps, dir)),
        publish: true,
        keyValueStoreAssociations: viewers.some(({ keyValueStore }) => keyValueStore)
          ? [this.#store().arn]
          : undefined,
      }),
    );
  }

  /** One for the distribution: a function can have no more. Source: "Quotas", "Quotas on key value stores". */
  #store(): aws.cloudfront.KeyValueStore {
    this.keyValueStore ??= new aws.cloudfront.KeyValueStore(
      `${this.#name}-store`,
      ...partOf(this.#component, this.#transform.keyValueStore, {
        name: nameOf("keyValueStore", this.#name),
      }),
    );
    return this.keyValueStore;
  }

  #ofLambdas(behavior: Behavior, lambdaEdge: LambdaEdge): Associations["lambdaFunctionAssociations"] {
    return Object.entries(lambdaEdge).map(([eventType, given]) => {
      const args = edgeArgs(given);
      const names = this.#names(behavior, eventType);
      const made = edgeFunction(
        this.#component,
        names,
        { event: eventType as EdgeEvent, args, settings: this.#settings },
        this.#transform,
      );
      return { eventType, lambdaArn: made.qualifiedArn, includeBody: args.includeBody };
    });
  }

  /** Names of a behaviour's part: patterns read well in a preview, but aren't what AWS takes. */
  #names({ pattern }: Behavior, suffix?: string): Names {
    const joined = (at: string | undefined) =>
      [this.#name, at, suffix].filter((part) => part !== undefined).join("-");
    return { logical: joined(pattern), physical: joined(pattern && slug(pattern)) };
  }
}

export interface Names {
  readonly logical: string;
  readonly physical: string;
}

/** Characters of a function's comment. Source: "FunctionConfig" (CloudFront API). */
const maxComment = 128;

/** Patterns that differ in their signs only stay apart by a hash. */
function slug(pattern: string): string {
  const words = pattern.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const hash = createHash("sha256").update(pattern).digest("hex").slice(0, 5);
  return words === "" ? hash : `${words}-${hash}`;
}
