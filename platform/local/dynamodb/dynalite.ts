import type { Server } from "node:http";
import { createRequire } from "node:module";
import { AwsError, answerError } from "../wire/answer.ts";
import type { TableBackend } from "./backend.ts";

const require = createRequire(import.meta.url);

/** Operations that dynalite lacks; its own "unknown operation" would name no remedy. */
const missing =
  /\.(TransactWriteItems|TransactGetItems|ExecuteStatement|ExecuteTransaction|BatchExecuteStatement|UpdateTimeToLive)$/;

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;

/** DynamoDB in JavaScript, in memory; its server never listens, requests are handed to it. */
export function startDynalite(): TableBackend {
  // CommonJS without types; loaded only when it is the one in use, since that costs a tenth of a second.
  const dynalite = require("dynalite") as Dynalite;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    name: "dynalite",
    handle: (request, response) => {
      const operation = missing.exec(String(request.headers["x-amz-target"] ?? ""))?.[1];
      if (!operation) server.emit("request", request, response);
      else answerError(response, new AwsError("NotImplementedException", notHere(operation), 501));
    },
    stop: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function notHere(operation: string): string {
  return `DynamoDB ${operation} has no local counterpart on this machine (it has one where @dynoxide/linux-x64 is installed)`;
}
