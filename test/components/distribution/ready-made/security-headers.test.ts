import { expect, test } from "vitest";
import { securityHeaders } from "../../../../platform/index.ts";
import { inputsOf } from "../../../support/index.ts";
import { graphWith } from "../support.ts";

test("security headers come by a policy, over what the origin says, without a function", async () => {
  const graph = await graphWith([securityHeaders({ headers: { "permissions-policy": "camera=()" } })]);
  expect(inputsOf(graph, "site-headers")).toEqual({
    name: "shop-prod-site",
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
    },
    customHeadersConfig: { items: [{ header: "permissions-policy", value: "camera=()", override: true }] },
  });
  expect(graph.of("aws:cloudfront/function:Function")).toEqual([]);
});
