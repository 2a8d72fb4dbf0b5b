import childProcess from "node:child_process";
import crypto from "node:crypto";
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import workers from "node:worker_threads";
import { caller } from "./callers.ts";
import { note, noteDay, noteUntraceable } from "./trace.ts";

type AnyFunction = (...args: unknown[]) => unknown;

/** The platform's folder: its code is judged by what it does with the clock, a program's isn't. */
let platform: string | undefined;
export const setPlatform = (folder: string | undefined): void => {
  platform = folder;
};

/** Variables that a process gets from the engine, by the program that it runs. */
const ofEngine = /^(PULUMI_NODEJS_|(NODE_COMPILE_CACHE|LAMBDA_PLATFORM_PACKAGES)$)/;

/** Lets a function tell of its calls, unless they are the engine's own. */
function watch(holder: object, names: readonly string[], what: string): void {
  for (const name of names) {
    const original = Reflect.get(holder, name) as AnyFunction | undefined;
    if (original === undefined) continue;
    const watched = new Proxy(original, {
      apply(target, self, args) {
        if (caller(platform) !== "engine") noteUntraceable(what);
        return Reflect.apply(target, self, args) as unknown;
      },
      construct(target, args, as) {
        if (caller(platform) !== "engine") noteUntraceable(what);
        return Reflect.construct(target, args, as) as object;
      },
    });
    Object.defineProperty(holder, name, {
      value: watched,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}

/** What the platform does by the clock it does by the day: exceptions expire so. */
function clockIsRead(): void {
  const who = caller(platform);
  if (who === "platform") noteDay();
  else if (who === "program") noteUntraceable("the clock");
}

function traceClock(): void {
  const Original = Date;
  const now = Original.now;
  Original.now = () => {
    clockIsRead();
    return now();
  };
  globalThis.Date = new Proxy(Original, {
    construct(target, args, as) {
      if (args.length === 0) clockIsRead();
      return Reflect.construct(target, args, as === globalThis.Date ? target : as) as object;
    },
    apply(target, self, args) {
      clockIsRead();
      return Reflect.apply(target, self, args);
    },
  });
}

function noteVariable(name: string | symbol): void {
  if (typeof name === "string" && !ofEngine.test(name) && caller(platform) !== "engine")
    note("variables", name);
}

function traceVariables(): void {
  const all = process.env;
  process.env = new Proxy(all, {
    get(target, name) {
      noteVariable(name);
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      noteVariable(name);
      return Reflect.has(target, name);
    },
    set: (target, name, value) => Reflect.set(target, name, value),
    ownKeys(target) {
      if (caller(platform) === "program") noteUntraceable("all environment variables");
      return Reflect.ownKeys(target);
    },
  });
}

/** Notes what a program learns other than from files: variables, time, chance, processes, the network, native code. */
export function traceSurroundings(): void {
  traceVariables();
  traceClock();
  watch(Math, ["random"], "chance");
  watch(crypto, ["randomBytes", "randomFill", "randomFillSync", "randomInt", "randomUUID"], "chance");
  watch(Object.getPrototypeOf(crypto.webcrypto) as object, ["getRandomValues", "randomUUID"], "chance");
  const starts = ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"];
  watch(childProcess, starts, "another process");
  watch(workers, ["Worker"], "another thread");
  watch(net.Socket.prototype, ["connect"], "a connection");
  watch(dgram, ["createSocket"], "a connection");
  watch(dns, ["lookup", "resolve"], "a connection");
  watch(dns.promises, ["lookup", "resolve"], "a connection");
  watch(process, ["dlopen"], "native code");
  syncBuiltinESMExports();
}
