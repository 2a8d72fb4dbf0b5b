// The main file of a process that runs programs, one after the other: see pool.ts. The SDK is loaded once.
import "../trace/begin.ts";
import "../sdk/packages-of.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import "../sdk/preload.ts";
import { entryOf } from "../run/entry.ts";
import { loadEntry, type OnImport } from "../run/load.ts";
import { createLocalCalls } from "../sdk/callback-server.ts";
import { connect } from "../sdk/connection.ts";
import { setGlobalStore } from "../sdk/global-store.ts";
import { forgetLeftovers } from "../sdk/leftovers.ts";
import { debuggable, pulumi, type Store, state } from "../sdk/modules.ts";
import { beginTrace, endTrace, traceFromHere } from "../trace/of-program.ts";
import { createRemoteCalls } from "../wire/callbacks.ts";
import { unpack } from "../wire/packing.ts";
import { Channel } from "./channel.ts";
import { aliveBy, untilEmpty } from "./emptiness.ts";
import { type RunRequest, sentError, type ToProgram } from "./messages.ts";
import { Slate, setVariables } from "./slate.ts";

// Outside of the hooks that load programs anew: it sees the modules as they are named in the end.
traceFromHere();
const channel = new Channel();
let thrown: unknown[] = [];
let call = createRemoteCalls().call;

/** The language host's runner goes on after an error that nobody has caught, and fails in the end; so does this. */
process.on("uncaughtException", (error) => thrown.push(error));
process.on("unhandledRejection", (reason) => thrown.push(reason));

/** Listeners of the process belong to the program that runs, also those that a package has added for an earlier one. */
let within = <T>(work: () => T): T => work();
const emit = process.emit;
process.emit = ((...event: never) =>
  within(() => Reflect.apply(emit, process, event))) as typeof process.emit;

const exit = process.exit;
process.exit = (code) => {
  const status = Number(code ?? process.exitCode ?? 0);
  channel.send({ type: "exiting", code: status, stack: new Error().stack ?? "" });
  return exit(code);
};

process.on("disconnect", () => exit(0));
process.on("message", (messages: readonly ToProgram[]) => messages.forEach(receive));

function receive(message: ToProgram): void {
  if (message.type === "run") void run(message.request);
  else if (message.type === "answer") channel.answered(message.id, message.result);
  else if (message.type === "ping") channel.send({ type: "pong", waitsFor: [...new Set(aliveBy())] });
  else {
    const { id, callback, request } = message;
    call(unpack(callback), request).then(
      (value) => channel.send({ type: "returned", id, result: { value } }),
      (error) => channel.send({ type: "returned", id, result: { error: sentError(error) } }),
    );
  }
}

/** Runs one program to the end that its process would come to. */
function run(request: RunRequest): Promise<void> {
  return state.withLocalStorage(async () => {
    thrown = [];
    const onImport = await sharedBy(request);
    const slate = new Slate();
    const store = state.getLocalStore() as Store;
    within = AsyncLocalStorage.snapshot();
    channel.send({ type: "started" });
    beginTrace(request);
    const settled = begin(request, store, onImport);
    channel.keepAlive(false);
    await untilEmpty(() => channel.waits);
    channel.keepAlive(true);
    thrown.push(...slate.emitExit());
    const exitCode = Number(process.exitCode ?? 0);
    if (thrown.length === 0 && exitCode === 0) thrown.push(...unfinished(settled(), request));
    within = (work) => work();
    channel.forget();
    forgetLeftovers(store);
    slate.wipe();
    const trace = endTrace();
    channel.send({ type: "ended", errors: thrown.map(sentError), exitCode, ...(trace && { trace }) });
    // Node keeps what it has compiled when a process ends by itself; this one is killed.
    flushCompileCache();
  });
}

/** Starts a program; the function that it returns says whether it is over. */
function begin(request: RunRequest, store: Store, onImport: OnImport | undefined): () => boolean {
  const { procedures, dir, main } = request;
  setVariables({ ...request.env, ...hostVariables(request) });
  setGlobalStore(store);
  const client = {};
  const local = createLocalCalls(client);
  call = local?.call ?? createRemoteCalls().call;
  connect(store, request, {
    client,
    monitor: channel.procedures("monitor", procedures.monitor),
    engine: channel.procedures("engine", procedures.engine),
    callbacks: local?.server,
  });
  const program = async () => {
    const entry = entryOf(dir, main);
    process.chdir(entry.cwd);
    return loadEntry(entry, onImport);
  };
  let settled = false;
  pulumi.runtime
    .runInPulumiStack(program)
    .catch((error: unknown) => thrown.push(error))
    .finally(() => {
      settled = true;
    });
  return () => settled;
}

/** Variables that the CLI's language host sets for a program; for the config the SDK is told otherwise. */
function hostVariables({ project, stack, organization, preview, dir }: RunRequest): NodeJS.ProcessEnv {
  return {
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_ORGANIZATION: organization,
    PULUMI_NODEJS_ROOT_DIRECTORY: dir,
    ...(preview && { PULUMI_NODEJS_DRY_RUN: "true" }),
  };
}

/**
 * Loads what all programs share, outside of any of them, and gives what has to happen when one imports it. Under the CLI
 * loading the module does that; here it is loaded once.
 */
async function sharedBy({ shared }: RunRequest): Promise<OnImport | undefined> {
  if (!shared) return undefined;
  const { module, call } = shared.perProgram;
  const { [call]: perProgram } = (await import(module)) as Record<string, unknown>;
  await import(shared.url);
  if (typeof perProgram !== "function") throw new Error(`${module} exports no function ${call}`);
  return (url) => {
    if (url === shared.url) perProgram();
  };
}

/** What is wrong with a program that ends with work undone, in the SDK's words where it knows. */
function unfinished(settled: boolean, { dir, main = "" }: RunRequest): Error[] {
  const [, message] = debuggable.leakedPromises();
  const file = join(dir, main);
  if (message !== "") return [withoutStack(`${file} ends before its work is done. ${message}`)];
  return settled ? [] : [withoutStack(`${file} waits for a promise that nothing settles any more`)];
}

/** An error that is about a program as a whole: frames of this file would point to the wrong place. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}
