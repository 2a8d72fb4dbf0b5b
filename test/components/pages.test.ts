import { describe, expect, test } from "vitest";
import { Component } from "../../platform/core/component.ts";
import {
  Bucket,
  Event,
  type EventArgs,
  Gateway,
  type GatewayArgs,
  Table,
  Topic,
} from "../../platform/index.ts";
import { graphOfProgram } from "../support/index.ts";
import { read } from "../support/pages.ts";
import { components } from "../support/showcase.ts";

const handler = "src/handler.ts";

/** The names of a thing's fields, those without a value included. */
const fields = (made: object) => Object.keys(made).filter((name) => !name.startsWith("__"));

/** What a program made. */
async function madeBy<T>(program: () => T): Promise<T> {
  const made: T[] = [];
  await graphOfProgram(() => void made.push(program()));
  return made[0]!;
}

class Plain extends Component {
  constructor() {
    super("Plain", "plain");
  }
}

const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

/** The cells of the table whose first column has a title, without head and line. */
function rowsOf(page: string, title: string): string[][] {
  const [, table = ""] = new RegExp(`^\\| ${title} .*\\n\\|[ -|]+\\n((?:\\|.*\\n)+)`, "m").exec(page) ?? [];
  return table
    .trim()
    .split("\n")
    .map((row) => row.split("|").slice(1, -1));
}

test.each(Object.keys(components) as (keyof typeof components)[])(
  "the page of %s lists its outputs, each once and no others",
  async (name) => {
    const page = `${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.md`;
    const listed = rowsOf(read(`docs/components/${page}`), "output").flatMap(([names = ""]) => codes(names));
    const { plain, made } = await madeBy(() => ({ plain: new Plain(), made: components[name]() }));
    const own = fields(made).filter((field) => !fields(plain).includes(field));
    expect(listed.sort()).toEqual(own.sort());
  },
);

describe("the page of Event lists the parts of each source", async () => {
  const rows = rowsOf(read("docs/components/event.md"), "`source.type`.*parts in `source`");
  const partsOf = (type: string, direct: boolean) =>
    rows
      .filter(([of = ""]) => codes(of).includes(type) && of.includes("direct") === direct)
      .map(([, parts = ""]) => codes(parts));
  const sources: Record<string, () => EventArgs["source"]> = {
    sqs: () => ({ type: "sqs" }),
    "sqs-fifo": () => ({ type: "sqs-fifo" }),
    kinesis: () => ({ type: "kinesis" }),
    dynamodb: () => ({
      type: "dynamodb",
      table: new Table("users", { partitionKey: "id", stream: "new" }),
    }),
    eventbridge: () => ({ type: "eventbridge", pattern: { source: ["shop"] } }),
    codecommit: () => ({ type: "codecommit", repository: "shop" }),
    alarm: () => ({ type: "alarm" }),
    s3: () => ({ type: "s3", bucket: new Bucket("files") }),
    "s3, direct": () => ({ type: "s3", bucket: new Bucket("drops"), through: "direct" }),
    sns: () => ({ type: "sns", topic: new Topic("news") }),
    "sns, direct": () => ({ type: "sns", topic: new Topic("alerts"), through: "direct" }),
    iot: () => ({ type: "iot", sql: "SELECT * FROM 'a'" }),
    cognito: () => ({ type: "cognito", trigger: "preSignUp" }),
  };

  const made = await madeBy(() =>
    Object.entries(sources).map(([name, source], i) => ({
      name,
      parts: new Event(`part-${i}`, { handler, source: source() }).source,
    })),
  );

  test.each(made)("$name", ({ name, parts }) => {
    const [type = "", direct] = name.split(", ");
    const [listed = []] = partsOf(type, direct !== undefined);
    expect(listed.filter((part) => part !== "Bucket").sort()).toEqual(fields(parts).sort());
  });

  test("and no other source", () => {
    const types = new Set(
      rows.flatMap(([of = ""]) => codes(of)).filter((code) => !code.startsWith("through")),
    );
    expect([...types].sort()).toEqual(
      Object.keys(sources)
        .filter((name) => !name.includes(","))
        .sort(),
    );
  });
});

describe("the page of Gateway lists the parts of each type", async () => {
  const rows = rowsOf(read("docs/components/gateway.md"), "`type` .*`parts`");
  const routes = { $default: handler } as const;
  const loadBalancer = {
    vpcId: "vpc-0a1b2c3d",
    subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  };
  const gateways = {
    http: { routes },
    rest: { type: "rest", routes: { "GET /": handler } },
    url: { type: "url", routes },
    alb: { type: "alb", routes, loadBalancer },
  } as const satisfies Record<string, GatewayArgs>;

  const made = await madeBy(() =>
    Object.entries<GatewayArgs>(gateways).map(([type, args]) => ({
      type,
      parts: new Gateway(`part-${type}`, args).parts,
    })),
  );

  test.each(made)("$type", ({ type, parts }) => {
    const [listed = []] = rows
      .filter(([of = ""]) => codes(of).includes(type))
      .map(([, cell = ""]) => codes(cell));
    expect(listed.sort()).toEqual(fields(parts).sort());
  });
});
