import { expect, test } from "vitest";
import { holds } from "./support.ts";

type Row = readonly [
  condition: Readonly<Record<string, unknown>>,
  context: Record<string, string | string[]>,
  boolean,
];

const topic = "arn:aws:sns:us-west-2:123456789012:TOPIC-ID";
const paths = [
  "arn:aws:cloudfront::123456789012:distribution/*",
  "arn:aws:cloudfront::123456789012:distribution/support*",
];
const tagging = {
  StringEqualsIgnoreCase: { "aws:RequestTag/environment": ["preprod", "storage"] },
  "ForAnyValue:StringEquals": { "aws:TagKeys": "environment" },
};
const units = {
  "ForAllValues:StringNotLike": {
    "aws:ResourceOrgPaths": ["o-acorg/r-acroot/ou-acroot-mediaou/", "o-acorg/r-acroot/ou-acroot-sportsou/*"],
  },
};

// AWS: "IAM JSON policy elements: Condition operators": the tables under each operator.
const tables: Readonly<Record<string, readonly Row[]>> = {
  "a string": [
    [{ StringEquals: { "aws:PrincipalTag/job": "admin" } }, { "aws:PrincipalTag/job": "admin" }, true],
    [{ StringEquals: { "aws:PrincipalTag/job": "admin" } }, { "aws:PrincipalTag/job": "dev-ops" }, false],
    [{ StringEquals: { "aws:PrincipalTag/job": "admin" } }, {}, false],
    // "Exact matching, case sensitive"; wildcards are for StringLike.
    [{ StringEquals: { k: "Admin" } }, { k: "admin" }, false],
    [{ StringEquals: { k: "adm*" } }, { k: "admin" }, false],
    [{ StringEquals: { k: "adm*" } }, { k: "adm*" }, true],
    [{ StringNotEquals: { k: "admin" } }, { k: "admin" }, false],
    [{ StringNotEquals: { k: "admin" } }, { k: "dev" }, true],
    [{ StringEqualsIgnoreCase: { k: "Admin" } }, { k: "aDMIN" }, true],
    [{ StringNotEqualsIgnoreCase: { k: "Admin" } }, { k: "aDMIN" }, false],
    [{ StringLike: { k: "t?.*" } }, { k: "t2.micro" }, true],
    [{ StringLike: { k: "t?.*" } }, { k: "t22.micro" }, false],
    // "You must specify wildcards to achieve partial string matches."
    [{ StringLike: { k: "t2" } }, { k: "t2.micro" }, false],
    [{ StringLike: { k: "T2*" } }, { k: "t2.micro" }, false],
    [{ StringNotLike: { k: "t2.*" } }, { k: "m3.large" }, true],
    // "\"s3:prefix\": [\"\", \"home/\"]"
    [{ StringLike: { "s3:prefix": ["", "home/"] } }, { "s3:prefix": "" }, true],
  ],
  "several strings": [
    [tagging, { "aws:TagKeys": ["environment"], "aws:RequestTag/environment": "preprod" }, true],
    [
      tagging,
      { "aws:TagKeys": ["environment", "costcenter"], "aws:RequestTag/environment": "PreProd" },
      true,
    ],
    [tagging, { "aws:TagKeys": ["Environment"], "aws:RequestTag/Environment": "preprod" }, false],
    [tagging, { "aws:TagKeys": ["costcenter"], "aws:RequestTag/environment": "preprod" }, false],
    [tagging, { "aws:RequestTag/environment": "storage" }, false],
    [tagging, { "aws:TagKeys": ["environment"] }, false],
    [tagging, {}, false],
    // "None of the values of the context key in the request can match any of the context key values in your policy." The page's
    // table of this example reads the other way round; its sentence counts.
    [units, { "aws:ResourceOrgPaths": ["o-acorg/r-acroot/ou-acroot-sportsou/costcenter/"] }, false],
    [units, { "aws:ResourceOrgPaths": ["o-acorg/r-acroot/ou-acroot-mediaou/costcenter/"] }, true],
    // "At least one context key value in the request must NOT match any of values in the context key in your policy."
    [{ "ForAnyValue:StringNotEquals": { k: ["a", "b"] } }, { k: ["a", "c"] }, true],
    [{ "ForAnyValue:StringNotEquals": { k: ["a", "b"] } }, { k: ["a", "b"] }, false],
    [{ "ForAnyValue:StringNotEquals": { k: ["a", "b"] } }, {}, false],
    // "...returns true if there are no context keys in the request or if the context key value resolves to a null dataset, such
    // as an empty string."
    [{ "ForAllValues:StringEquals": { k: ["a", "b"] } }, { k: ["b", "a"] }, true],
    [{ "ForAllValues:StringEquals": { k: ["a", "b"] } }, { k: ["a", "c"] }, false],
    [{ "ForAllValues:StringEquals": { k: "a" } }, {}, true],
    [{ "ForAllValues:StringEquals": { k: "a" } }, { k: [] }, true],
    [{ "ForAllValues:StringEquals": { k: "a" } }, { k: "" }, true],
  ],
  "a number": [
    [{ NumericLessThanEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "10" }, true],
    [{ NumericLessThanEquals: { "s3:max-keys": 10 } }, { "s3:max-keys": "11" }, false],
    [{ NumericLessThanEquals: { "s3:max-keys": "10" } }, {}, false],
    [{ NumericEquals: { k: "1.50" } }, { k: "1.5" }, true],
    [{ NumericNotEquals: { k: "1" } }, { k: "2" }, true],
    [{ NumericLessThan: { k: "9" } }, { k: "10" }, false],
    [{ NumericGreaterThan: { k: "9" } }, { k: "10" }, true],
    [{ NumericGreaterThanEquals: { k: "10" } }, { k: "10" }, true],
    [{ NumericGreaterThan: { k: "9" } }, { k: "many" }, false],
  ],
  // "You must specify date/time values with one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time."
  "a date": [
    [
      { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
      { "aws:TokenIssueTime": "2020-06-01T00:00:00Z" },
      true,
    ],
    [
      { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
      { "aws:TokenIssueTime": "2019-06-01T00:00:00Z" },
      false,
    ],
    [{ DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }, {}, false],
    [{ DateLessThan: { "aws:EpochTime": "1577836800" } }, { "aws:EpochTime": "1577836799" }, true],
    [{ DateEquals: { k: "2020-01-01T00:00:00Z" } }, { k: "1577836800" }, true],
    [{ DateNotEquals: { k: "2020-01-01" } }, { k: "2020-01-01T00:00:00Z" }, false],
    [{ DateLessThanEquals: { k: "2020" } }, { k: "2020-01-01T00:00:00Z" }, true],
    [{ DateGreaterThanEquals: { k: "2020-01-01T01:00:00+01:00" } }, { k: "2020-01-01T00:00:00Z" }, true],
  ],
  "a boolean": [
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "false" }, true],
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "true" }, false],
    [{ Bool: { "aws:SecureTransport": "false" } }, {}, false],
    [{ Bool: { "aws:SecureTransport": true } }, { "aws:SecureTransport": "true" }, true],
    [{ "ForAllValues:Bool": { k: "true" } }, { k: ["true", "false"] }, false],
    [{ "ForAnyValue:Bool": { k: "true" } }, { k: ["true", "false"] }, true],
  ],
  bytes: [
    [
      { BinaryEquals: { key: "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } },
      { key: "QmluYXJ5VmFsdWVJbkJhc2U2NA==" },
      true,
    ],
    [{ BinaryEquals: { key: "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }, { key: "ASIAIOSFODNN7EXAMPLE" }, false],
    [{ BinaryEquals: { key: "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }, {}, false],
  ],
  "an address": [
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, { "aws:SourceIp": "203.0.113.1" }, true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, { "aws:SourceIp": "198.51.100.1" }, false],
    [
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } },
      { "aws:SourceIp": "2001:db8:1234:5678::1" },
      true,
    ],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, { "aws:SourceIp": "203.0.113.1" }, false],
    // "If you specify an IP address without the associated routing prefix, IAM uses the default prefix value of /32."
    [{ IpAddress: { "aws:SourceIp": "203.0.113.5" } }, { "aws:SourceIp": "203.0.113.5" }, true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.5" } }, { "aws:SourceIp": "203.0.113.6" }, false],
  ],
  "an ARN": [
    [{ ArnEquals: { "aws:SourceArn": topic } }, { "aws:SourceArn": topic }, true],
    [
      { ArnEquals: { "aws:SourceArn": topic } },
      { "aws:SourceArn": topic.replace("123456789012", "777788889999") },
      false,
    ],
    [{ ArnEquals: { "aws:SourceArn": topic } }, {}, false],
    // "Each of the six colon-delimited components of the ARN is checked separately": no wildcard reaches into the next one.
    [{ ArnLike: { k: "arn:aws:sns:*:TOPIC-ID" } }, { k: topic }, false],
    [{ ArnLike: { k: "arn:aws:sns:*:*:TOPIC-?D" } }, { k: topic }, true],
    [
      { ArnLike: { k: "arn:aws:logs:*:*:log-group:*" } },
      { k: "arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b" },
      true,
    ],
    [{ ArnLike: { k: "*" } }, { k: topic }, false],
    [{ ArnLike: { k: topic } }, { k: "TOPIC-ID" }, false],
    // "These behave identically"
    [{ ArnEquals: { k: "arn:aws:sns:*:*:TOPIC-*" } }, { k: topic }, true],
    [{ ArnNotEquals: { k: "arn:aws:sns:*:*:TOPIC-*" } }, { k: topic }, false],
    [{ ArnNotLike: { k: "arn:aws:sns:*:*:OTHER" } }, { k: topic }, true],
    // "Case-sensitive matching of the ARN."
    [{ ArnLike: { k: topic.toLowerCase() } }, { k: topic }, false],
    [
      { "ForAllValues:ArnLike": { k: paths } },
      { k: ["arn:aws:cloudfront::123456789012:distribution/a"] },
      true,
    ],
    [
      { "ForAllValues:ArnLike": { k: paths[1] } },
      {
        k: [
          "arn:aws:cloudfront::123456789012:distribution/support2025",
          "arn:aws:cloudfront::123456789012:distribution/admin",
        ],
      },
      false,
    ],
    [
      { "ForAllValues:ArnLike": { k: paths } },
      { k: ["arn:aws:cloudfront::777788889999:distribution/a"] },
      false,
    ],
    [{ "ForAllValues:ArnLike": { k: paths } }, {}, true],
    [
      { "ForAnyValue:ArnLike": { k: paths } },
      { k: ["x", "arn:aws:cloudfront::123456789012:distribution/a"] },
      true,
    ],
  ],
  // "If the condition key is present in the context of the request, process the key as specified in the policy. If the key is not
  // present, evaluate the condition element as true."
  "a key that may be missing": [
    [
      { StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*"] } },
      { "ec2:InstanceType": "t1.micro" },
      true,
    ],
    [
      { StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*"] } },
      { "ec2:InstanceType": "m2.micro" },
      false,
    ],
    [{ StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*"] } }, {}, true],
    [{ "ForAnyValue:StringEqualsIfExists": { k: "a" } }, {}, true],
    // "If the policy condition requires that the key is not matched ... and the right key is not present, the condition is true."
    [{ StringNotLike: { k: "a" } }, {}, true],
    [{ ArnNotLike: { k: topic } }, {}, true],
    [{ NotIpAddress: { k: "203.0.113.0/24" } }, {}, true],
    // "use either true (the key doesn't exist — it is null) or false (the key exists and its value is not null)"
    [{ Null: { "aws:TokenIssueTime": "false" } }, { "aws:TokenIssueTime": "2020-01-01" }, true],
    [{ Null: { "aws:TokenIssueTime": "false" } }, {}, false],
    [{ Null: { "aws:TokenIssueTime": true } }, {}, true],
  ],
  // AWS: "Conditions with multiple context keys or values": AND between keys and operators, OR between values, NOR when negated.
  "several keys and values": [
    [{ StringEquals: { a: "1", b: "2" } }, { a: "1", b: "2" }, true],
    [{ StringEquals: { a: "1", b: "2" } }, { a: "1", b: "3" }, false],
    [{ StringEquals: { a: "1" }, StringLike: { b: "2*" } }, { a: "1", b: "3" }, false],
    [{ StringEquals: { a: ["1", "2"] } }, { a: "2" }, true],
    [{ StringNotEquals: { a: ["1", "2"] } }, { a: "2" }, false],
    [{ StringNotEquals: { a: ["1", "2"] } }, { a: "3" }, true],
    // AWS: "IAM JSON policy elements: Condition": "Context key names are not case-sensitive."
    [{ StringEquals: { "AWS:SOURCEARN": topic } }, { "aws:SourceArn": topic }, true],
  ],
};

test.each(Object.entries(tables))("a condition compares %s as AWS's table says", (_, rows) => {
  const wrong = rows.filter(([condition, context, expected]) => holds(condition, context) !== expected);
  expect(wrong).toEqual([]);
});
