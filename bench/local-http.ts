import { Agent, createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { local } from "../platform/local/index.ts";
import { type Row, rows } from "./table.ts";

const requests = 2000;
const concurrency = 10;

/** Requests per second of a gateway on localhost, its function in a process of its own, over Node's bare server. */
export async function localHttp(): Promise<Row[]> {
  const server = createServer((_, response) =>
    response.setHeader("content-type", "application/json").end('{"hello":"world"}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const raw = await rate(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hello`);
  server.close();
  const start = performance.now();
  const app = await local(join(import.meta.dirname, "programs/hello"));
  try {
    const ready = performance.now() - start;
    const ours = await rate(`${app.url}/hello`);
    return [
      ...rows("local HTTP API", "requests/s", [
        ["node:http", raw],
        ["gateway and function", ours],
      ]),
      { group: "local HTTP API", what: "ready after", value: ready, unit: "ms" },
    ];
  } finally {
    await app.stop();
  }
}

async function rate(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const one = () =>
    new Promise<void>((resolve, reject) => {
      get(url, { agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
        response.resume().on("end", resolve);
      }).on("error", reject);
    });
  const many = async (count: number) => {
    const left = Array.from({ length: count }).values();
    const worker = async () => {
      for (const _ of left) await one();
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
  await many(200);
  const start = performance.now();
  await many(requests);
  agent.destroy();
  return requests / ((performance.now() - start) / 1000);
}
