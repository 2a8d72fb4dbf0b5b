import { expect, test } from "vitest";
import { Gateway } from "../../../../../platform/index.ts";
import { errorOf } from "../../../../support/index.ts";
import { listener, loadBalancer } from "./support.ts";

const handler = "src/handler.ts";
const routes = { "GET /": handler };
test.each<[string, object, RegExp]>([
  [
    "a listener and a load balancer",
    { routes, listener, loadBalancer },
    /listener and loadBalancer exclude each other/,
  ],
  ["neither of them", { routes }, /listener: there is none, and no loadBalancer/],
  [
    "another ARN",
    { routes, listener: { ...listener, arn: "arn:aws:s3:::x" } },
    /listener.arn: "arn:aws:s3:::x" is not/,
  ],
  [
    "an address without TLS",
    { routes, listener: { ...listener, url: "http://x" } },
    /listener.url: "http:\/\/x" given/,
  ],
  ["one subnet", { routes, loadBalancer: { ...loadBalancer, subnets: ["a"] } }, /subnets: give at least two/],
  [
    "subnets of no VPC",
    { routes, loadBalancer: { ...loadBalancer, vpcId: undefined } },
    /loadBalancer.vpcId and loadBalancer.subnets belong together; give both, or none/,
  ],
  [
    "a VPC without subnets",
    { routes, loadBalancer: { ...loadBalancer, subnets: undefined } },
    /loadBalancer.vpcId and loadBalancer.subnets belong together/,
  ],
  ["no certificate", { routes, loadBalancer: {} }, /loadBalancer.certificateArn: there is none/],
  [
    "an internal one for nobody",
    { routes, loadBalancer: { ...loadBalancer, internal: true } },
    /allowFrom: there is none/,
  ],
  ["a priority of 0", { routes, listener, priority: 0 }, /priority: 0 given; whole numbers from 1 to 50000/],
  [
    "a priority past the last",
    { routes: { ...routes, "GET /a": handler }, listener, priority: 50_000 },
    /past 50000/,
  ],
  [
    "too many hosts",
    { routes, listener, hosts: ["a", "b", "c", "d"] },
    /hosts: 4 given; a rule has room for 3/,
  ],
  [
    "a health check too often",
    { routes, listener, healthCheck: { path: "/", interval: 1 } },
    /healthCheck.interval: 1 given/,
  ],
  [
    "a health check of nothing",
    { routes, listener, healthCheck: { path: "health" } },
    /healthCheck.path: "health" given/,
  ],
  ["streaming", { routes, listener, streaming: true }, /streaming: an Application Load Balancer has none/],
])("%s is refused", async (_, args, message) => {
  const program = () => {
    new Gateway("api", { type: "alb", ...args } as never);
  };
  expect(await errorOf(program)).toMatch(message);
});
