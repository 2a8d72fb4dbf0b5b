import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { brokenOf, type Inputs, objectsIn } from "../inputs.ts";

export const tlsOnly: Policy = {
  id: "tls-only",
  severity: "error",
  title: "Nothing is sent in the clear, or by a TLS older than 1.2.",
  reason: "TLS 1.0 and 1.1 have known attacks: RFC 8996 deprecates them.",
  remedy: "Use HTTPS, redirect HTTP to it, and set TLS 1.2 or newer as the least.",
  broken: (graph) => [
    ...listeners(graph),
    ...distributions(graph),
    ...brokenOf(
      graph,
      "aws:sns/topicSubscription:TopicSubscription",
      ({ protocol }) => protocol === "http",
      "The topic sends its messages by HTTP.",
    ),
    ...brokenOf(
      graph,
      "aws:cloudwatch/eventApiDestination:EventApiDestination",
      ({ invocationEndpoint }) => String(invocationEndpoint).startsWith("http:"),
      "The destination is called by HTTP.",
    ),
    ...managed(graph)
      .filter(({ type }) => type.startsWith("aws:apigateway"))
      .filter(({ inputs }) => isOld(inputs["securityPolicy"]) || nested(inputs).some(isOld))
      .map((domain) => [domain, "The domain takes TLS 1.0."] as const),
    ...managed(graph)
      .filter(({ type }) => type.startsWith("aws:elasticache/"))
      .filter((cache) => inputsOf(cache)["transitEncryptionEnabled"] === false)
      .map((cache) => [cache, "The cache is reached without TLS."] as const),
  ],
};

const isOld = (policy: unknown) => policy === "TLS_1_0";
const nested = (inputs: Inputs) =>
  objectsIn(inputs["domainNameConfiguration"]).map(({ securityPolicy }) => securityPolicy);

/** Policies of listeners that take no TLS below 1.2. Source: "Security policies for your Application Load Balancer". */
const newTls = /TLS13-1-[23]-|TLS-1-2-|FS-1-2-/;

function listeners(graph: Graph): Broken[] {
  return ["aws:lb/listener:Listener", "aws:alb/listener:Listener"]
    .flatMap((type) => managed(graph, type))
    .flatMap((listener): Broken[] => {
      const { protocol, port, sslPolicy, defaultActions } = inputsOf(listener);
      const isRedirect = objectsIn(defaultActions).every(({ type, redirect }) => {
        const [{ protocol: to } = {}] = objectsIn(redirect);
        return type === "redirect" && to === "HTTPS";
      });
      if ((protocol === "HTTP" || (protocol === undefined && port === 80)) && !isRedirect)
        return [[listener, "The listener serves HTTP."]];
      const isTls = protocol === "HTTPS" || protocol === "TLS";
      // The default, ELBSecurityPolicy-2016-08, takes TLS 1.0.
      return isTls && (sslPolicy === undefined || (typeof sslPolicy === "string" && !newTls.test(sslPolicy)))
        ? [[listener, "The listener takes TLS 1.0 or 1.1."]]
        : [];
    });
}

/** Versions of TLS that viewers may use at the least. Source: "Supported protocols and ciphers between viewers and CloudFront". */
const oldViewers = /^(SSLv3|TLSv1|TLSv1_2016|TLSv1\.1_2016)$/;

function distributions(graph: Graph): Broken[] {
  return managed(graph, "aws:cloudfront/distribution:Distribution").flatMap((distribution): Broken[] => {
    const { defaultCacheBehavior, orderedCacheBehaviors, viewerCertificate } = inputsOf(distribution);
    const behaviours = [...objectsIn(defaultCacheBehavior), ...objectsIn(orderedCacheBehaviors)];
    return [
      ...(behaviours.some(({ viewerProtocolPolicy }) => viewerProtocolPolicy === "allow-all")
        ? [about(distribution, "The distribution serves HTTP.")]
        : []),
      ...(objectsIn(viewerCertificate).some(({ minimumProtocolVersion }) =>
        oldViewers.test(String(minimumProtocolVersion)),
      )
        ? [about(distribution, "The distribution takes TLS older than 1.2.")]
        : []),
      ...(objectsIn(inputsOf(distribution)["origins"])
        .flatMap(({ customOriginConfig }) => objectsIn(customOriginConfig))
        .some(({ originProtocolPolicy }) => originProtocolPolicy === "http-only")
        ? [about(distribution, "The distribution calls its origin by HTTP.")]
        : []),
    ];
  });
}

const about = (resource: Resource, message: string): Broken => [resource, message];
