import { type Inputs, json, list, tagMap } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

export const api: Readonly<Record<string, Mapping>> = {
  "aws:apigatewayv2/api:Api": { type: "AWS::ApiGatewayV2::Api", tags: tagMap },
  "aws:apigatewayv2/stage:Stage": {
    type: "AWS::ApiGatewayV2::Stage",
    names: { name: "StageName" },
    tags: tagMap,
  },
  "aws:apigatewayv2/route:Route": { type: "AWS::ApiGatewayV2::Route" },
  "aws:apigatewayv2/integration:Integration": { type: "AWS::ApiGatewayV2::Integration" },
  "aws:apigatewayv2/apiMapping:ApiMapping": { type: "AWS::ApiGatewayV2::ApiMapping" },
  "aws:apigatewayv2/domainName:DomainName": {
    type: "AWS::ApiGatewayV2::DomainName",
    names: { domainNameConfiguration: "DomainNameConfigurations" },
    change: ({ domainNameConfiguration }) => ({ domainNameConfiguration: [domainNameConfiguration] }),
    tags: tagMap,
  },
  "aws:apigateway/account:Account": {
    type: "AWS::ApiGateway::Account",
    names: { cloudwatchRoleArn: "CloudWatchRoleArn" },
  },
  "aws:apigateway/apiKey:ApiKey": {
    type: "AWS::ApiGateway::ApiKey",
    // The provider enables a key unless told otherwise.
    change: ({ enabled }) => ({ enabled: enabled ?? true }),
  },
  "aws:apigateway/deployment:Deployment": {
    type: "AWS::ApiGateway::Deployment",
    names: { restApi: "RestApiId" },
    // What makes the provider deploy again has no counterpart: a template gets a new resource instead.
    change: () => ({ triggers: undefined }),
  },
  "aws:apigateway/restApi:RestApi": {
    type: "AWS::ApiGateway::RestApi",
    change: ({ body, endpointConfiguration }) => ({
      body: json(body),
      endpointConfiguration: { types: [(endpointConfiguration as Inputs).types].flat() },
    }),
    data: ["Body"],
  },
  "aws:apigateway/stage:Stage": {
    type: "AWS::ApiGateway::Stage",
    names: {
      restApi: "RestApiId",
      deployment: "DeploymentId",
      accessLogSettings: "AccessLogSetting",
      xrayTracingEnabled: "TracingEnabled",
    },
  },
  "aws:apigateway/usagePlan:UsagePlan": {
    type: "AWS::ApiGateway::UsagePlan",
    names: { name: "UsagePlanName", quotaSettings: "Quota", throttleSettings: "Throttle" },
  },
  "aws:apigateway/usagePlanKey:UsagePlanKey": { type: "AWS::ApiGateway::UsagePlanKey" },
  "aws:acm/certificate:Certificate": { type: "AWS::CertificateManager::Certificate" },
  "aws:ec2/securityGroup:SecurityGroup": {
    type: "AWS::EC2::SecurityGroup",
    names: {
      name: "GroupName",
      description: "GroupDescription",
      ingress: "SecurityGroupIngress",
      egress: "SecurityGroupEgress",
    },
    change: ({ ingress, egress }) => ({ ingress: rules(ingress), egress: rules(egress) }),
  },
  "aws:lb/listener:Listener": {
    type: "AWS::ElasticLoadBalancingV2::Listener",
    change: ({ certificateArn, defaultActions }) => ({
      certificateArn: undefined,
      certificates: certificateArn && [{ certificateArn }],
      defaultActions: list(defaultActions).map(({ fixedResponse, ...action }) => ({
        ...action,
        fixedResponseConfig: fixedResponse,
      })),
    }),
    tags: () => undefined,
  },
  "aws:lb/listenerRule:ListenerRule": {
    type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    change: ({ conditions }) => ({ conditions: list(conditions).map(condition) }),
    tags: () => undefined,
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    names: { loadBalancerType: "Type" },
    change: ({ internal, dropInvalidHeaderFields }) => ({
      internal: undefined,
      dropInvalidHeaderFields: undefined,
      scheme: internal ? "internal" : "internet-facing",
      loadBalancerAttributes: [
        { key: "routing.http.drop_invalid_header_fields.enabled", value: String(dropInvalidHeaderFields) },
      ],
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    change: ({ healthCheck, lambdaMultiValueHeadersEnabled }) => {
      const { enabled, path, interval, timeout } = healthCheck as Inputs;
      return {
        healthCheck: undefined,
        healthCheckEnabled: enabled,
        healthCheckPath: path,
        healthCheckIntervalSeconds: interval,
        healthCheckTimeoutSeconds: timeout,
        lambdaMultiValueHeadersEnabled: undefined,
        targetGroupAttributes: [
          { key: "lambda.multi_value_headers.enabled", value: String(lambdaMultiValueHeadersEnabled) },
        ],
      };
    },
  },
  "aws:route53/record:Record": {
    type: "AWS::Route53::RecordSet",
    names: { zoneId: "HostedZoneId", records: "ResourceRecords", ttl: "TTL" },
    change: ({ ttl, aliases }) => ({
      allowOverwrite: undefined,
      aliases: undefined,
      ttl: ttl && String(ttl),
      aliasTarget: list(aliases).map(({ name, zoneId, evaluateTargetHealth }) => ({
        DNSName: name,
        hostedZoneId: zoneId,
        evaluateTargetHealth,
      }))[0],
    }),
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    type: "AWS::WAFv2::WebACLAssociation",
    names: { webAclArn: "WebACLArn" },
  },
};

/** A rule for each range of addresses, with the protocol's own name. */
function rules(given: unknown): object[] {
  return list(given).flatMap(({ cidrBlocks, protocol, ...rule }) =>
    ((cidrBlocks ?? []) as string[]).map((cidrIp) => ({ ...rule, cidrIp, ipProtocol: protocol })),
  );
}

/** The provider has a key for each field; CloudFormation names the field. */
function condition({ pathPattern, hostHeader, httpRequestMethod }: Inputs): object {
  if (pathPattern) return { field: "path-pattern", pathPatternConfig: pathPattern };
  if (hostHeader) return { field: "host-header", hostHeaderConfig: hostHeader };
  return { field: "http-request-method", httpRequestMethodConfig: httpRequestMethod };
}
