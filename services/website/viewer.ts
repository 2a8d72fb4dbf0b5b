import { abTest, type DistributionArgs, indexDocuments, redirects, securityHeaders } from "#platform";

/** What happens between visitors and the cache, in this order. */
export const viewer: DistributionArgs["viewer"] = [
  securityHeaders(),
  redirects({ "/kontakt": "/contact/", "/shop/*": "https://shop.example.com/*" }),
  // One visitor of ten sees the bold page.
  abTest({ name: "welcome", variants: { calm: 9, bold: { share: 1, serve: { "/": "/bold.html" } } } }),
  indexDocuments(),
  { handler: "src/noindex.ts", on: "viewer-response" },
];
