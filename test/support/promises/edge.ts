import { ofMetrics, promisesOf, type Subject, valueAt } from "./promised.ts";

/** Seconds that CloudFront waits for its gateways; undefined of a distribution that has none. */
const originTimeout = ({ inputs }: Subject) =>
  (inputs.origins as object[])
    .map((origin) => valueAt(origin, "customOriginConfig.originReadTimeout"))
    .find((timeout) => timeout !== undefined);

/** What CloudFront does, and what is put behind it. */
export const edge = [
  ...promisesOf("distribution", "distribution", {
    minimumProtocol: [
      "a distribution's own domain takes modern TLS only",
      {
        at: "viewerCertificate.minimumProtocolVersion",
        where: ({ inputs }) => inputs.aliases !== undefined,
      },
    ],
    httpVersion: ["distributions speak the newer versions of HTTP", "httpVersion"],
    priceClass: ["distributions use the edges that are paid for", "priceClass"],
    originTimeout: [
      "distributions wait for gateways for so long",
      { found: originTimeout, where: (subject) => originTimeout(subject) !== undefined },
    ],
    accessLog: [
      "requests at the edge are logged",
      {
        found: ({ graph, resource }) =>
          graph
            .of("aws:cloudwatch/logDeliverySource:LogDeliverySource")
            .some(({ inputs }) => inputs.resourceArn === resource.outputs.arn),
      },
    ],
  }),
  ...promisesOf("distribution", "edgeFunction", {
    edgeMemory: ["functions of Lambda@Edge have memory for viewer events", "memorySize"],
    edgeTimeout: ["functions of Lambda@Edge end in time for viewer events", "timeout"],
  }),
  ...promisesOf("distribution", "headersPolicy", {
    contentSecurityPolicy: [
      "pages load from their own site only",
      "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy",
    ],
    hstsMaxAge: [
      "browsers keep to HTTPS",
      "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec",
    ],
    frameOptions: ["pages aren't framed by others", "securityHeadersConfig.frameOptions.frameOption"],
    referrerPolicy: [
      "other sites don't learn the path that a viewer comes from",
      "securityHeadersConfig.referrerPolicy.referrerPolicy",
    ],
  }),
  ...promisesOf("alarms", "alarm", {
    edgeErrorRate: [
      "a distribution that fails too often raises an alarm",
      { at: "threshold", where: ofMetrics("5xxErrorRate") },
    ],
  }),
  ...promisesOf("bucket", "file", {
    cacheControl: ["files of a bucket say how long they may be kept", "cacheControl"],
  }),
];
