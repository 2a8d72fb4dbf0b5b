import { expect, test } from "vitest";
import { type FrameReader, readAllFrames } from "../../../platform/engine/sdk/frame-positions.ts";
import { freshCopy } from "./support.ts";

/** The forms of frames in V8's "Stack trace API", of a file by its path and by its URL. */
const frames = {
  "inside of a function": "    at make (/shop/index.ts:3:1)",
  "at the top level": "    at /shop/index.ts:3:1",
  "at the top level of an ES module": "    at file:///shop/index.ts:3:1",
  "of a module that was loaded for one run": "    at file:///shop/index.ts?run=2:3:1",
  "inside of a function of such a module": "    at async make (file:///shop/index.ts?run=2:3:1)",
};

const installed = () => freshCopy("@pulumi/pulumi/resource.js") as { Resource: FrameReader };

test("the SDK by itself reads no frame at the top level of a module", () => {
  const { framePositionRegExp } = installed().Resource;
  expect(framePositionRegExp.exec(frames["inside of a function"])?.groups?.file).toBe("/shop/index.ts");
  expect(framePositionRegExp.exec(frames["at the top level"])).toBeNull();
  expect(framePositionRegExp.exec(frames["at the top level of an ES module"])).toBeNull();
});

test.each(Object.entries(frames))("a frame %s has file, line and column with the engine", (_name, frame) => {
  const { Resource } = installed();
  readAllFrames(Resource);
  expect({ ...Resource.framePositionRegExp.exec(frame)?.groups }).toEqual({
    file: "/shop/index.ts",
    line: "3",
    column: "1",
  });
});

test("a frame of Node itself has no place", () => {
  const { Resource } = installed();
  readAllFrames(Resource);
  expect(Resource.framePositionRegExp.exec("    at node:internal/process/task_queues:105:5")).toBeNull();
});

test("a frame has the same place off the stack as off its text", () => {
  const { Resource } = installed();
  const offText = Resource.callsites.bind(Resource);
  readAllFrames(Resource);
  const { prepareStackTrace } = Error;
  Object.assign(Error, { prepareStackTrace: undefined });
  try {
    const [text = [], stack = []] = [offText(), Resource.callsites()].map((sites) => sites.slice(1));
    // Both are called in one line. The text's form of `await` outside of a function is not read.
    const places = text.flatMap(({ file, line }, i) => (file ? [[i, file, line]] : []));
    expect(places.map(([i]) => [i, stack[Number(i)]?.file, stack[Number(i)]?.line])).toEqual(places);
    expect(places[0]?.[1]).toBe(import.meta.filename);
  } finally {
    Object.assign(Error, { prepareStackTrace });
  }
});
