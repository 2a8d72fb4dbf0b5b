import { describe, expect, test } from "vitest";
import { inputsOf } from "../../support/index.ts";
import { siteOf } from "./support.ts";

describe("a domain", () => {
  const domain = { name: "www.example.com", zoneId: "Z0123456789" };

  test("gets a certificate in CloudFront's own region, proved by DNS, modern TLS, and records for both kinds of address", async () => {
    const { graph, made } = await siteOf({ domain });
    expect(inputsOf(graph, "site-domain-certificate")).toEqual({
      region: "us-east-1",
      domainName: "www.example.com",
      validationMethod: "DNS",
    });
    expect(inputsOf(graph, "site-domain-validation").region).toBe("us-east-1");
    expect(made.aliases).toEqual(["www.example.com"]);
    expect(made.viewerCertificate).toEqual({
      acmCertificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:/),
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2025",
    });
    const { domainName, hostedZoneId } = graph.get("site-distribution").outputs;
    for (const type of ["A", "AAAA"])
      expect(inputsOf(graph, `site-domain-record-${type.toLowerCase()}`)).toEqual({
        zoneId: "Z0123456789",
        name: "www.example.com",
        type,
        aliases: [{ name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
      });
  });

  test("may have a certificate and records that somebody else keeps", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const { made, parts } = await siteOf({ domain: { name: "www.example.com", certificateArn } });
    expect(made.viewerCertificate).toMatchObject({ acmCertificateArn: certificateArn });
    expect(parts.filter((part) => /acm|route53/.test(part))).toEqual([]);
  });
});
