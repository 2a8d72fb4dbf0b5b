import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two looks. */
const interval = 100;

/** Clock ticks of Linux in a second, by which it counts processor time. */
const ticks = 100;

interface Use {
  /** The most memory at a time, pages that several processes share in parts. */
  readonly megabytes: number;
  /** Processor time of all of them together, in milliseconds; of each up to the last look. */
  readonly cpuMs: number;
}

/** Watches a process and those below it until `stop`. Linux only; elsewhere it gives zeros. */
export function watchProcesses(pid: number): { stop(): Use } {
  let megabytes = 0;
  const cpu = new Map<number, number>();
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, look(pid, cpu));
  }, interval);
  return {
    stop() {
      clearInterval(timer);
      return { megabytes, cpuMs: [...cpu.values()].reduce((sum, one) => sum + one, 0) };
    },
  };
}

/** Notes the processor time of a process and those below it, and gives their memory. */
function look(pid: number, cpu: Map<number, number>): number {
  try {
    // After the name, which may hold spaces: state is the third field, utime and stime are the 14th and 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    cpu.set(pid, ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000);
    const [, kilobytes = "0"] =
      /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    const below = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean),
    );
    return Number(kilobytes) / 1024 + below.reduce((sum, child) => sum + look(Number(child), cpu), 0);
  } catch {
    return 0; // gone meanwhile, or no Linux
  }
}
