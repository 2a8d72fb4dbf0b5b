import { createRequire } from "node:module";

const { cache } = createRequire(import.meta.url);

type Listener = (...args: unknown[]) => unknown;

/** The frame of a package's own top-level code, which runs once in a process. */
const ofPackage = /^\s*at (?:Object\.<anonymous> \()?(?:file:\/\/)?[^\s(]*[/\\]node_modules[/\\][^\s(]*\)?$/;

/** Listeners that packages add when they are loaded, such as that of @pulumi/aws for buckets: they serve every program. */
const packages = new WeakSet<object>();

const add = process.on;
process.on = function on(this: NodeJS.Process, event: string, listener: Listener) {
  const frame = new Error().stack?.split("\n")[2] ?? "";
  if (ofPackage.test(frame)) packages.add(listener);
  return Reflect.apply(add, this, [event, listener]);
} as typeof process.on;
process.addListener = process.on;

export function setVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** The state of this process that a program may change, as it is before a program. */
export class Slate {
  readonly #env = { ...process.env };
  readonly #cwd = process.cwd();
  readonly #argv = [...process.argv];
  readonly #modules = new Set(Object.keys(cache));
  readonly #listeners = new Map(process.eventNames().map((event) => [event, process.rawListeners(event)]));

  /** Calls what the program has added for the end of its process; gives what that throws. */
  emitExit(): unknown[] {
    const thrown: unknown[] = [];
    for (const listener of this.#added("exit"))
      try {
        listener.call(process, process.exitCode ?? 0);
      } catch (error) {
        thrown.push(error);
      }
    return thrown;
  }

  /**
   * Makes the process like a new one for the next program: variables, folder, exit code, listeners, and modules of the
   * program in CommonJS, which may be saved until then. Packages stay loaded, with what they keep.
   */
  wipe(): void {
    setVariables(this.#env);
    process.chdir(this.#cwd);
    process.argv = this.#argv;
    process.exitCode = undefined;
    for (const file of Object.keys(cache))
      if (!this.#modules.has(file) && !/[/\\]node_modules[/\\]/.test(file)) delete cache[file];
    for (const event of process.eventNames())
      for (const listener of this.#added(event))
        if (!packages.has(listener)) process.removeListener(event, listener);
  }

  #added(event: string | symbol): Listener[] {
    const before = this.#listeners.get(event) ?? [];
    return process.rawListeners(event).filter((one): one is Listener => !before.includes(one));
  }
}
