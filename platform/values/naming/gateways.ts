import { type Alphabet, type PhysicalName, word } from "./rule.ts";

const balancer: Alphabet = [
  /^(?!internal-)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
  'letters, digits and "-" between them, and no "internal-" at the beginning',
];

/** What requests come through. Pages are of the API reference, or of quotas. */
export const gateways = {
  api: { type: "aws:apigatewayv2/api:Api", max: 128, page: "CreateApi" },
  stage: {
    type: "aws:apigatewayv2/stage:Stage",
    max: 128,
    alphabet: [/^(\$default|[\w-]+)$/, 'letters, digits, "-" and "_", or $default'],
    unique: ["apiId"],
    page: "CreateStage",
  },
  restStage: {
    type: "aws:apigateway/stage:Stage",
    input: "stageName",
    max: 128,
    alphabet: word,
    unique: ["restApi"],
    page: "Stage (REST API reference)",
  },
  userPool: {
    type: "aws:cognito/userPool:UserPool",
    max: 128,
    alphabet: [/^[\w\s+=,.@-]+$/, "letters, digits, spaces and _+=,.@-"],
    page: "CreateUserPool",
  },
  securityGroup: {
    type: "aws:ec2/securityGroup:SecurityGroup",
    max: 255,
    alphabet: [
      /^(?!sg-)[a-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/i,
      'letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, and no "sg-" at the beginning',
    ],
    unique: ["vpcId"],
    page: "CreateSecurityGroup",
  },
  loadBalancer: {
    type: "aws:lb/loadBalancer:LoadBalancer",
    max: 32,
    alphabet: balancer,
    unique: "region",
    page: "CreateLoadBalancer",
  },
  targetGroup: {
    type: "aws:lb/targetGroup:TargetGroup",
    max: 32,
    alphabet: [/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i, 'letters, digits and "-" between them'],
    unique: "region",
    page: "CreateTargetGroup",
  },
  edgeFunction: {
    type: "aws:cloudfront/function:Function",
    max: 64,
    alphabet: word,
    unique: "account",
    page: "CreateFunction (CloudFront)",
  },
  keyValueStore: {
    type: "aws:cloudfront/keyValueStore:KeyValueStore",
    max: 64,
    alphabet: word,
    unique: "account",
    page: "CreateKeyValueStore",
  },
  originAccess: {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    max: 64,
    unique: "account",
    page: "OriginAccessControlConfig",
  },
  headersPolicy: {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    max: 128,
    unique: "account",
    page: "ResponseHeadersPolicyConfig",
  },
  cachePolicy: {
    type: "aws:cloudfront/cachePolicy:CachePolicy",
    max: 128,
    unique: "account",
    page: "CachePolicyConfig",
  },
} as const satisfies Readonly<Record<string, PhysicalName>>;
