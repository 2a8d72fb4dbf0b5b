import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import type { Behavior } from "../behaviors.ts";
import type { DistributionContext } from "../context.ts";
import { functionCode } from "./function-code.ts";
import { createHeadersPolicy } from "./headers-policy.ts";
import { createEdgeFunction, type EdgeEvent, edgeArgs, type LambdaEdge } from "./lambda-edge.ts";
import { type PartNames, partNames } from "./part-names.ts";
import { stepsAt, type ViewerBehavior, viewerEvents } from "./viewer.ts";

type Associations = Pick<
  aws.types.input.cloudfront.DistributionDefaultCacheBehavior,
  "functionAssociations" | "lambdaFunctionAssociations" | "responseHeadersPolicyId"
>;

/** The functions and policies of behaviours, each created once for all that share it. */
export class EdgeParts {
  readonly #context: DistributionContext;
  readonly #viewers = new Map<readonly ViewerBehavior[], Omit<Associations, "lambdaFunctionAssociations">>();
  readonly #lambdas = new Map<LambdaEdge, Associations["lambdaFunctionAssociations"]>();
  readonly #cachePolicies = new Map<string, aws.cloudfront.CachePolicy>();
  /** Read by functions; undefined where none does. */
  keyValueStore: aws.cloudfront.KeyValueStore | undefined;

  constructor(context: DistributionContext) {
    this.#context = context;
  }

  /** Creates the functions and policies of a behaviour, and returns its fields that name them. */
  associate(behavior: Behavior): Associations {
    const { viewers, lambdaEdge } = behavior;
    const shared = this.#viewers.get(viewers) ?? this.#createViewers(behavior);
    this.#viewers.set(viewers, shared);
    if (lambdaEdge === undefined) return shared;
    const lambdas = this.#lambdas.get(lambdaEdge) ?? this.#createLambdas(behavior, lambdaEdge);
    this.#lambdas.set(lambdaEdge, lambdas);
    return { ...shared, lambdaFunctionAssociations: lambdas };
  }

  /** A policy as CachingOptimized, with headers that tell answers apart; one for all behaviours with the same. */
  cachePolicy(behavior: Behavior, headers: readonly string[]): pulumi.Output<string> {
    const { component, transform } = this.#context;
    const key = headers.join();
    const { logical, physical } = this.#names(behavior, "cache");
    const made =
      this.#cachePolicies.get(key) ??
      new aws.cloudfront.CachePolicy(
        logical,
        ...component.part(transform.cachePolicy, {
          name: nameOf("cachePolicy", physical),
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

  #createViewers(behavior: Behavior): Omit<Associations, "lambdaFunctionAssociations"> {
    const { viewers } = behavior;
    const headers = viewers.find(({ securityHeaders }) => securityHeaders)?.securityHeaders;
    const functions = viewerEvents.flatMap((eventType) =>
      stepsAt(eventType, viewers).length === 0
        ? []
        : [{ eventType, functionArn: this.#createFunction(behavior, eventType).arn }],
    );
    return {
      functionAssociations: functions.length > 0 ? functions : undefined,
      responseHeadersPolicyId:
        headers && createHeadersPolicy(this.#context, this.#names(behavior), headers).id,
    };
  }

  #createFunction(behavior: Behavior, event: (typeof viewerEvents)[number]): aws.cloudfront.Function {
    const { viewers } = behavior;
    const steps = stepsAt(event, viewers);
    const { logical, physical } = this.#names(behavior, event);
    const dir = pulumi.getRootDirectory();
    return new aws.cloudfront.Function(
      logical,
      ...this.#context.component.part(this.#context.transform.function, {
        name: nameOf("edgeFunction", physical),
        comment: steps
          .map(({ title }) => title)
          .join(", ")
          .slice(0, maxComment),
        runtime: "cloudfront-js-2.0",
        code: pulumi.output(functionCode(event, steps, dir)),
        publish: true,
        keyValueStoreAssociations: viewers.some(({ keyValueStore }) => keyValueStore)
          ? [this.#createStore().arn]
          : undefined,
      }),
    );
  }

  /** One for the distribution: a function can have no more. Source: "Quotas", "Quotas on key value stores". */
  #createStore(): aws.cloudfront.KeyValueStore {
    const { component, name, transform } = this.#context;
    this.keyValueStore ??= new aws.cloudfront.KeyValueStore(
      `${name}-store`,
      ...component.part(transform.keyValueStore, { name: nameOf("keyValueStore", name) }),
    );
    return this.keyValueStore;
  }

  #createLambdas(behavior: Behavior, lambdaEdge: LambdaEdge): Associations["lambdaFunctionAssociations"] {
    return Object.entries(lambdaEdge).map(([eventType, given]) => {
      const args = edgeArgs(given);
      const names = this.#names(behavior, eventType);
      const made = createEdgeFunction(this.#context, names, eventType as EdgeEvent, args);
      return { eventType, lambdaArn: made.qualifiedArn, includeBody: args.includeBody };
    });
  }

  #names(behavior: Behavior, suffix?: string): PartNames {
    return partNames(this.#context.name, behavior, suffix);
  }
}

/** Characters of a function's comment. Source: "FunctionConfig" (CloudFront API). */
const maxComment = 128;
