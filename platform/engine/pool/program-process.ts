import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { packagesVariable } from "../sdk/packages-of.ts";
import { traceArgument } from "../trace/wanted.ts";
import { type FromProgram, Outbox, type ToProgram } from "./messages.ts";

/** Characters of a process's last words that an error quotes. */
const lastWords = 4000;

/** How a process starts. */
interface Start {
  readonly traced?: boolean;
  readonly cwd?: string;
  readonly packages?: string;
}

/** What a run wants to hear of its process. */
interface Attendant {
  onMessage(message: FromProgram): void;
  /** The process is over: ` with code 3`, ` by SIGKILL`. */
  onGone(how: string): void;
}

/** A process that runs programs, one at a time. It keeps this process alive only during a run, and ends with it. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #outbox = new Outbox<ToProgram>((messages) => {
    if (this.#child.connected) this.#child.send([...messages]);
  });
  #attendant: Attendant | undefined;
  #tail = "";
  #usable = true;

  constructor({ traced = false, cwd, packages }: Start = {}) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = fork(join(import.meta.dirname, "worker.ts"), traced ? [traceArgument] : [], {
      execArgv: [],
      env: { ...env, ...(packages !== undefined && { [packagesVariable]: packages }) },
      ...(cwd !== undefined && { cwd }),
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.#tail = (this.#tail + data).slice(-lastWords);
        // What a command prints on the other stream is read by programs.
        process.stderr.write(data);
      });
    child.on("message", (messages: readonly FromProgram[]) => {
      for (const message of messages) this.#attendant?.onMessage(message);
    });
    // A message that no longer reaches the process fails so; its end is an event of its own.
    child.on("error", () => {});
    // Unlike `exit`, it comes after the last message and the last words.
    child.on("close", (code, signal) => this.#over(signal ? ` by ${signal}` : ` with code ${code}`));
    this.#holdOpen(false);
  }

  /** Whether it can run another program. */
  get usable(): boolean {
    return this.#usable;
  }

  /** The end of what it has printed. */
  get tail(): string {
    return this.#tail.trim();
  }

  send(message: ToProgram): void {
    this.#outbox.send(message);
  }

  /** For the time of a run. */
  attend(attendant: Attendant): void {
    this.#tail = "";
    this.#attendant = attendant;
    this.#holdOpen(true);
  }

  leave(): void {
    this.#attendant = undefined;
    this.#holdOpen(false);
  }

  /** Lets it run no other program. */
  retire(): void {
    this.#usable = false;
  }

  end(): void {
    this.#usable = false;
    this.#child.kill("SIGKILL");
  }

  #over(how: string): void {
    this.#usable = false;
    this.#attendant?.onGone(how);
  }

  #holdOpen(open: boolean): void {
    const { channel, stdout, stderr } = this.#child;
    for (const one of [
      this.#child,
      channel,
      ...[stdout, stderr].filter((stream) => stream instanceof Socket),
    ])
      if (open) one?.ref();
      else one?.unref();
  }
}
