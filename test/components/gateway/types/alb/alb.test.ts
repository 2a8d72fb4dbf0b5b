import { describe, expect, test } from "vitest";
import { Function, Gateway } from "../../../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf } from "../../../../support/index.ts";
import { listener, loadBalancer } from "./support.ts";

const handler = "src/handler.ts";

describe("behind a listener that is made elsewhere", async () => {
  const graph = await graphOfProgram(() => {
    const api = new Gateway("api", {
      type: "alb",
      listener,
      priority: 10,
      routes: {
        "ANY /{proxy+}": handler,
        "GET /users/{id}": "src/other.ts",
        "POST /users": "src/other.ts",
        "GET /users/me": handler,
      },
    });
    return { url: api.url };
  });
  const groupOf = (of: string) => graph.get(`api-${of}-target`).outputs.arn;

  test("a gateway makes rules and a target group for each function, and no load balancer", () => {
    expect(partsOf(graph).filter((part) => /^lb\.|Permission/.test(part))).toEqual([
      "lambda.Permission api-handler-target-permission",
      "lambda.Permission api-other-target-permission",
      "lb.ListenerRule api-ANY /{proxy+}",
      "lb.ListenerRule api-GET /users/me",
      "lb.ListenerRule api-GET /users/{id}",
      "lb.ListenerRule api-POST /users",
      "lb.TargetGroup api-handler-target",
      "lb.TargetGroup api-other-target",
      "lb.TargetGroupAttachment api-handler-attachment",
      "lb.TargetGroupAttachment api-other-attachment",
    ]);
  });

  test("the narrower route has the earlier rule", () => {
    const rules = graph
      .of("aws:lb/listenerRule:ListenerRule")
      .map(({ name, inputs }) => [inputs.priority, name]);
    expect(rules.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [10, "api-GET /users/me"],
      [11, "api-POST /users"],
      [12, "api-GET /users/{id}"],
      [13, "api-ANY /{proxy+}"],
    ]);
  });

  test("a rule takes its path and method to its function's target group", () => {
    expect(inputsOf(graph, "api-GET /users/{id}")).toEqual({
      listenerArn: listener.arn,
      priority: 12,
      conditions: [{ pathPattern: { values: ["/users/*"] } }, { httpRequestMethod: { values: ["GET"] } }],
      actions: [{ type: "forward", targetGroupArn: groupOf("other") }],
    });
    expect(inputsOf(graph, "api-ANY /{proxy+}").conditions).toEqual([{ pathPattern: { values: ["/*"] } }]);
  });

  test("a target group is of functions, passes repeated headers on and checks no health", () => {
    expect(inputsOf(graph, "api-handler-target")).toEqual({
      name: "shop-prod-api-handler",
      targetType: "lambda",
      lambdaMultiValueHeadersEnabled: true,
      healthCheck: { enabled: false },
    });
  });

  test("only its target group may invoke a function, and may before it is attached", () => {
    expect(inputsOf(graph, "api-handler-target-permission")).toMatchObject({
      action: "lambda:InvokeFunction",
      principal: "elasticloadbalancing.amazonaws.com",
      sourceArn: groupOf("handler"),
    });
    const attachment = graph.get("api-handler-attachment");
    expect(attachment.inputs.targetGroupArn).toBe(groupOf("handler"));
    expect(attachment.inputs.targetId).toMatch(/:function:shop-prod-api-handler/);
    expect(attachment.dependencies).toContain(graph.get("api-handler-target-permission").urn);
  });

  test("server errors of each function raise an alarm", () => {
    expect(inputsOf(graph, "api-other-5xx")).toMatchObject({
      namespace: "AWS/ApplicationELB",
      metricName: "HTTPCode_Target_5XX_Count",
      dimensions: {
        LoadBalancer: "app/shared/50dc6c495c0c9188",
        TargetGroup: expect.stringMatching(/^targetgroup\/shop-prod-api-other\//),
      },
      threshold: 5,
    });
    expect(graph.outputs.url).toBe("https://api.example.com");
  });
});

describe("with a load balancer of its own", async () => {
  const graph = await graphOfProgram(() => {
    const api = new Gateway("api", { type: "alb", loadBalancer, routes: { $default: handler } });
    return { url: api.url };
  });

  test("it listens to HTTPS only, by TLS 1.2 or later, and answers 404 to what no rule takes", () => {
    expect(graph.of("aws:lb/listener:Listener")).toHaveLength(1);
    expect(inputsOf(graph, "api-listener")).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: "arn:aws:acm:x",
      defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "404" } }],
    });
    expect(inputsOf(graph, "api-$default")).toMatchObject({
      priority: 1,
      conditions: [{ pathPattern: { values: ["*"] } }],
    });
  });

  test("everybody may connect to that port, and nothing leaves", () => {
    expect(inputsOf(graph, "api-security-group")).toMatchObject({
      vpcId: "vpc-1",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
      egress: [],
    });
    expect(inputsOf(graph, "api-load-balancer")).toMatchObject({
      name: "shop-prod-api",
      loadBalancerType: "application",
      internal: false,
      dropInvalidHeaderFields: true,
      securityGroups: [graph.get("api-security-group").id],
    });
  });

  test("its address is the load balancer's, over HTTPS", () => {
    expect(graph.outputs.url).toMatch(/^https:\/\/shop-prod-api-\d+\.eu-west-1\.elb\.amazonaws\.com$/);
  });
});

test("a load balancer that isn't told where stands in the public subnets of the default VPC, as functions do", async () => {
  const graph = await graphOfProgram(() => {
    const { certificateArn } = loadBalancer;
    new Gateway("api", { type: "alb", loadBalancer: { certificateArn }, routes: { $default: handler } });
    new Function("worker", { handler, vpc: true });
  });
  const [vpc, ...others] = graph.of("awsx:ec2:DefaultVpc");
  expect(others).toEqual([]);
  expect(inputsOf(graph, "api-security-group").vpcId).toBe(vpc?.outputs.vpcId);
  expect(inputsOf(graph, "api-load-balancer").subnets).toEqual(vpc?.outputs.publicSubnetIds);
});

test("hosts, health checks, an internal load balancer and transforms reach their resources", async () => {
  const graph = await graphOfProgram(() => {
    new Gateway("api", {
      type: "alb",
      loadBalancer: { ...loadBalancer, internal: true, allowFrom: ["10.0.0.0/8"] },
      hosts: ["api.example.com"],
      healthCheck: { path: "/health", interval: 60, matcher: "200-299" },
      routes: { "GET /": handler },
      transform: {
        targetGroup: { slowStart: 30 },
        listener: { sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" },
      },
    });
  });
  expect(inputsOf(graph, "api-GET /").conditions).toContainEqual({
    hostHeader: { values: ["api.example.com"] },
  });
  expect(inputsOf(graph, "api-handler-target")).toMatchObject({
    slowStart: 30,
    healthCheck: { enabled: true, path: "/health", interval: 60, matcher: "200-299" },
  });
  expect(inputsOf(graph, "api-load-balancer").internal).toBe(true);
  expect(inputsOf(graph, "api-listener").sslPolicy).toBe("ELBSecurityPolicy-TLS13-1-3-2021-06");
});

test("a function made elsewhere may stand behind two gateways", async () => {
  const graph = await graphOfProgram(() => {
    const worker = new Function("worker", { handler });
    for (const [i, name] of ["one", "two"].entries())
      new Gateway(name, { type: "alb", listener, priority: 1 + i, routes: { "GET /": worker } });
  });
  expect(partsOf(graph).filter((part) => part.startsWith("lb.TargetGroup "))).toEqual([
    "lb.TargetGroup one-worker-target",
    "lb.TargetGroup two-worker-target",
  ]);
});
