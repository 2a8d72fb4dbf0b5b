import { edgeRegion } from "../../values/edge-region.ts";
import { orange, red, type Section, type Shown } from "./chart.ts";

/** Source: "Types of metrics for CloudFront"; all of them are in CloudFront's own region. */
export function distributionSection({ values: { id, comment } }: Shown): Section {
  const of = { DistributionId: id, Region: "Global" };
  const region = edgeRegion;
  return {
    heading: `## Distribution ${comment}`,
    charts: [
      { title: "Requests", stat: "Sum", region, metrics: [["AWS/CloudFront", "Requests", of]] },
      {
        title: "Client errors, server errors, %",
        stat: "Average",
        region,
        metrics: [
          ["AWS/CloudFront", "4xxErrorRate", of, { color: orange }],
          ["AWS/CloudFront", "5xxErrorRate", of, { color: red }],
        ],
      },
      {
        title: "Bytes to viewers",
        stat: "Sum",
        region,
        metrics: [["AWS/CloudFront", "BytesDownloaded", of]],
      },
    ],
  };
}
