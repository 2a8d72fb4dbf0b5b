import type { Happenings } from "./pulumi/events.ts";
import type { StackResult } from "./results.ts";
import { countsText, secondsText } from "./summary.ts";

/** Shows what happens in several stacks at a time. */
export interface Progress {
  /** What happens now in a service's stack; `total` resources are expected. */
  now(service: string, text: string, happenings?: Happenings): void;
  end(result: StackResult): void;
  /** Ends the display; the cursor is on a new line. */
  close(): void;
}

/** Where it is shown: `process.stderr`, or what stands in for it. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Progress for a terminal, where lines change in place, or for a pipe, where each is a new one. */
export function progressOn(screen: Screen, totals: ReadonlyMap<string, number>): Progress {
  return screen.isTTY ? onTerminal(screen, totals) : inPipe(screen);
}

const ended = (result: StackResult): string[] => {
  const { service, status, seconds, notes } = result;
  const what = countsText(result);
  return [
    `${service}: ${status}${what && `, ${what}`} (${secondsText(seconds)})`,
    ...notes.map((note) => `${service}: ${note}`),
  ];
};

/** A line for each change and each end, with the service before it. */
function inPipe(screen: Screen): Progress {
  const last = new Map<string, string>();
  return {
    now(service, text) {
      if (text === "" || last.get(service) === text) return;
      last.set(service, text);
      screen.write(`${service}: ${text}\n`);
    },
    end(result) {
      for (const line of ended(result).flatMap((text) => text.split("\n"))) screen.write(`${line}\n`);
    },
    close() {},
  };
}

/** Stacks at work have a line each at the bottom; those that ended stay above. */
function onTerminal(screen: Screen, totals: ReadonlyMap<string, number>): Progress {
  const working = new Map<string, string>();
  let shown = 0;
  const clear = () => {
    if (shown > 0) screen.write(`\u001b[${shown}A\u001b[J`);
    shown = 0;
  };
  const draw = () => {
    const width = Math.max(...[...working.keys()].map((name) => name.length));
    for (const [service, text] of working)
      screen.write(`${`${service.padEnd(width)}  ${text}`.slice(0, (screen.columns || 80) - 1)}\n`);
    shown = working.size;
  };
  return {
    now(service, text, happenings) {
      const total = totals.get(service);
      const done = happenings ? `${happenings.done}${total === undefined ? "" : `/${total}`} ` : "";
      const line = `${done}${text}`;
      if (working.get(service) === line) return;
      clear();
      working.set(service, line);
      draw();
    },
    end(result) {
      clear();
      working.delete(result.service);
      screen.write(`${ended(result).join("\n")}\n`);
      if (working.size > 0) draw();
    },
    close: clear,
  };
}
