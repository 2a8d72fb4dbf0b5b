import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { context, environment } from "./events.ts";
import { type Built, layered, naive, ours } from "./peers.ts";
import { references, scaffolded } from "./subjects.ts";
import { median, type Row, rows } from "./table.ts";

const runs = 15;

/** Loads a handler as Lambda's runtime client does, invokes it once, and writes the milliseconds to standard error. */
const child = `const start = performance.now();
const { handler } = await import(process.argv[1]);
await handler(JSON.parse(process.env.EVENT), { ...JSON.parse(process.env.CONTEXT), getRemainingTimeInMillis: () => 5000 });
const took = performance.now() - start; // before standard error is opened, which takes longer than the handler
process.stderr.write("took " + took);`;

/** Import and first invocation in a fresh process; the variants take turns, so that all meet the same machine. */
export async function coldStart(): Promise<Row[]> {
  const server = createServer((request, response) => {
    request
      .resume()
      .on("end", () => response.setHeader("content-type", "application/x-amz-json-1.0").end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateways = await scaffolded();
  const variants: Built[] = [];
  for (const subject of [...references, ...gateways]) variants.push(await ours(subject));
  for (const subject of gateways) variants.push(await layered(subject));
  for (const subject of gateways) variants.push(await naive(subject));
  const took = variants.map((): number[] => []);
  try {
    for (let run = 0; run < runs; run++)
      for (const [i, variant] of variants.entries()) took[i]!.push(await once(variant, endpoint));
  } finally {
    server.close();
  }
  const figures = variants.map(({ name }, i) => [name, median(took[i]!)] as const);
  return rows("cold start", "ms", figures);
}

async function once({ file, event }: Built, endpoint: string): Promise<number> {
  const { stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", child, file], {
    env: {
      PATH: process.env.PATH,
      ...environment,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      ITEMS_TABLE_NAME: "items",
      EVENT: JSON.stringify(event),
      CONTEXT: JSON.stringify(context),
    },
  });
  return Number(/took ([\d.]+)/.exec(stderr)?.[1]);
}
