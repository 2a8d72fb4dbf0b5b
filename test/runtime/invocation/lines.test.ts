import fs from "node:fs";
import { expect, it, onTestFinished, vi } from "vitest";
import { writeLine } from "../../../platform/runtime/invocation/lines.ts";

/** Standard output that takes what `take` says of each write, and throws where it says an error's code. */
function output(take: (bytes: number, call: number) => number | "EAGAIN" | "EPIPE") {
  const written: string[] = [];
  let calls = 0;
  const direct = vi.spyOn(fs, "writeSync").mockImplementation(((fd: number, data: Uint8Array) => {
    expect(fd).toBe(1);
    const taken = take(data.length, calls++);
    if (typeof taken === "string") throw Object.assign(new Error(taken), { code: taken });
    written.push(Buffer.from(data.subarray(0, taken)).toString());
    return taken;
  }) as typeof fs.writeSync);
  const stream = vi.spyOn(process.stdout, "write").mockImplementation((data) => {
    written.push(Buffer.from(data as Uint8Array).toString());
    return true;
  });
  onTestFinished(() => {
    direct.mockRestore();
    stream.mockRestore();
  });
  return written;
}

it("A line is written whole, also where the pipe takes it in pieces", () => {
  const written = output((bytes) => Math.min(bytes, 4));
  writeLine("0123456789");
  expect(written.join("")).toBe("0123456789\n");
});

it("The rest of a line is queued where the pipe is full and doesn't block", () => {
  const written = output((_, call) => (call === 0 ? 4 : "EAGAIN"));
  writeLine("0123456789");
  expect(written).toEqual(["0123", "456789\n"]);
});

it("Any other failure to write is not hidden", () => {
  output(() => "EPIPE");
  expect(() => writeLine("x")).toThrow("EPIPE");
});
