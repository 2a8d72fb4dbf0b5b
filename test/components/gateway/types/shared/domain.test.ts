import { describe, expect, test } from "vitest";
import { Gateway, type GatewayArgs } from "../../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../../support/index.ts";

const routes = { "GET /": "src/handler.ts" } as const;
const domainParts = (names: string[]) => names.filter((name) => name.includes("-domain-"));

describe("a gateway with a domain and its hosted zone", async () => {
  const graph = await graphOfProgram(() => {
    const api = new Gateway("api", {
      routes,
      domain: { name: "api.example.com", zoneId: "Z123", basePath: "v1" },
    });
    return { url: api.url };
  });

  test("has a certificate proved by DNS, a mapping of its stage and a record that leads there", () => {
    expect(domainParts(partsOf(graph))).toEqual([
      "acm.Certificate api-domain-certificate",
      "acm.CertificateValidation api-domain-validation",
      "apigatewayv2.ApiMapping api-domain-mapping",
      "apigatewayv2.DomainName api-domain-name",
      "route53.Record api-domain-proof",
      "route53.Record api-domain-record",
    ]);
    expect(inputsOf(graph, "api-domain-certificate")).toEqual({
      domainName: "api.example.com",
      validationMethod: "DNS",
    });
    const [option] = graph.get("api-domain-certificate").outputs.domainValidationOptions as Record<
      string,
      string
    >[];
    expect(inputsOf(graph, "api-domain-proof")).toEqual({
      zoneId: "Z123",
      name: option!.resourceRecordName,
      type: "CNAME",
      records: [option!.resourceRecordValue],
      ttl: 3600,
      allowOverwrite: true,
    });
    expect(inputsOf(graph, "api-domain-mapping")).toEqual({
      apiId: graph.get("api-http").id,
      stage: "$default",
      domainName: "api.example.com",
      apiMappingKey: "v1",
    });
    const { targetDomainName, hostedZoneId } = graph.get("api-domain-name").outputs
      .domainNameConfiguration as Record<string, string>;
    expect(inputsOf(graph, "api-domain-record")).toEqual({
      zoneId: "Z123",
      name: "api.example.com",
      type: "A",
      aliases: [{ name: targetDomainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
    });
  });

  test("takes the certificate only once it is proved, and speaks no TLS older than 1.2", () => {
    expect(inputsOf(graph, "api-domain-name")).toEqual({
      domainName: "api.example.com",
      domainNameConfiguration: {
        certificateArn: graph.get("api-domain-certificate").outputs.arn,
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
      },
    });
    expect(graph.get("api-domain-name").dependencies).toContain(graph.get("api-domain-validation").urn);
  });

  test("can't be reached by AWS's own name any more, and says its own", () => {
    expect(inputsOf(graph, "api-http").disableExecuteApiEndpoint).toBe(true);
    expect(graph.outputs).toEqual({ url: "https://api.example.com/v1" });
  });
});

test("a gateway with a domain can be previewed before its certificate exists", async () => {
  const args = { routes, domain: { name: "api.example.com", zoneId: "Z123" } } as const;
  const graph = await graphOfProgram(() => void new Gateway("api", args), { preview: true });
  expect(inputsOf(graph, "api-domain-record").aliases).toMatchObject([{ evaluateTargetHealth: false }]);
});

describe("a gateway with a domain and a certificate made elsewhere", () => {
  const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/abc";
  const parts = async (domain: NonNullable<GatewayArgs["domain"]>) => {
    const graph = await graphOfProgram(() => void new Gateway("api", { routes, domain }));
    return [graph, domainParts(partsOf(graph))] as const;
  };

  test("uses it, and leaves the name's records to others", async () => {
    const [graph, names] = await parts({ name: "api.example.com", certificateArn });
    expect(names).toEqual([
      "apigatewayv2.ApiMapping api-domain-mapping",
      "apigatewayv2.DomainName api-domain-name",
    ]);
    expect(inputsOf(graph, "api-domain-name").domainNameConfiguration).toMatchObject({ certificateArn });
    expect(inputsOf(graph, "api-domain-mapping")).not.toHaveProperty("apiMappingKey");
  });

  test("makes the record where the hosted zone is given too", async () => {
    const [, names] = await parts({ name: "api.example.com", certificateArn, zoneId: "Z1" });
    expect(names).toContain("route53.Record api-domain-record");
    expect(names.join()).not.toContain("Certificate");
  });
});

describe("a domain is refused", () => {
  test.each([
    [
      "without certificate and hosted zone",
      { name: "api.example.com" },
      "neither zoneId nor certificateArn is given",
    ],
    ["by half a name", { name: "api", zoneId: "Z1" }, 'domain.name: "api" given; a full name in lower case'],
    [
      "with slashes around its base path",
      { name: "a.example.com", zoneId: "Z1", basePath: "/v1/" },
      'domain.basePath: "/v1/" given',
    ],
    [
      "with what it doesn't have",
      { name: "a.example.com", zoneId: "Z1", base: "v1" },
      "domain.base: there is no such argument",
    ],
  ])("%s", async (_, domain, problem) => {
    const args = { routes, domain } as unknown as GatewayArgs;
    expect(await errorOf(() => void new Gateway("api", args))).toContain(problem);
  });
});
