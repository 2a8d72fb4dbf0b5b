import { stripVTControlCharacters } from "node:util";

/**
 * The message of the program's own error. The SDK (3.270) puts `error serializing property "x": ` before it, once for
 * every input that waited for it, so one error would be reported many times in different words.
 */
export const ownMessage = (message: string): string =>
  message.replace(/^(?:error serializing property "[^"]*": )+/, "");

/**
 * The program's error, read from the language host's log. The SDK (3.270) sends text alone: an introduction, then
 * the error as `util.inspect` prints it. With it, a child fails in the words of a run in process.
 */
export function errorOf(logged: string): Error {
  const text = stripVTControlCharacters(logged)
    .replace(/^Running program '.*' failed with an unhandled exception:\n/, "")
    .replace(/^<ref \*\d+> /, "");
  const [head = "", ...rest] = text.split(/\n(?= +at )/);
  // Properties of the error follow the last frame, in braces.
  const frames = rest.map((frame) => frame.replace(/\n[\s\S]*$/, "").replace(/ \{$/, ""));
  // gRPC's status stands before the engine's message; in process there is none.
  const message = head.replace(/^[\w$]*(?:Error|Exception)(?: \[\w+\])?: /, "").replace(/\d+ [A-Z_]+: /, "");
  const error = new Error(message);
  error.stack = [head, ...frames].join("\n");
  return error;
}
