/** A group of regions with accounts, names and ARNs of its own. Source: "AWS Regions and Availability Zones", partitions. */
export interface Partition {
  /** The second part of its ARNs. */
  readonly id: string;
  /** The end of its hosts: `sqs.<region>.<dnsSuffix>`. */
  readonly dnsSuffix: string;
  /** The end of its console's hosts: `<region>.<console>`. */
  readonly console: string;
}

interface Row extends Partition {
  readonly regions: RegExp;
}

const aws: Row = {
  id: "aws",
  dnsSuffix: "amazonaws.com",
  console: "console.aws.amazon.com",
  regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
};

/**
 * Every partition, as in `partitions.json` of the AWS SDKs; a test compares them. Consoles: "Getting Started with Amazon Web
 * Services in China", "AWS Management Console for AWS GovCloud (US)". Where AWS names no console, it is the usual one.
 */
const partitions: readonly Row[] = [
  aws,
  {
    id: "aws-cn",
    dnsSuffix: "amazonaws.com.cn",
    console: "console.amazonaws.cn",
    regions: /^cn-\w+-\d+$/,
  },
  {
    id: "aws-us-gov",
    dnsSuffix: "amazonaws.com",
    console: "console.amazonaws-us-gov.com",
    regions: /^us-gov-\w+-\d+$/,
  },
  { ...aws, id: "aws-eusc", dnsSuffix: "amazonaws.eu", regions: /^eusc-(de)-\w+-\d+$/ },
  { ...aws, id: "aws-iso", dnsSuffix: "c2s.ic.gov", regions: /^us-iso-\w+-\d+$/ },
  { ...aws, id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", regions: /^us-isob-\w+-\d+$/ },
  { ...aws, id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk", regions: /^eu-isoe-\w+-\d+$/ },
  { ...aws, id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov", regions: /^us-isof-\w+-\d+$/ },
];

/** The partition of a region; `aws` for one that no partition knows, as in the AWS SDKs. */
export function partitionOf(region: string): Partition {
  return partitions.find(({ regions }) => regions.test(region)) ?? aws;
}

/** Host of the console of a region. */
export const consoleHost = (region: string): string => `${region}.${partitionOf(region).console}`;
