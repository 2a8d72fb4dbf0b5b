import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What this process holds: listening servers and child processes. */
export function held(): { servers: number; children: number } {
  const all = process.getActiveResourcesInfo();
  return {
    servers: all.filter((each) => each === "TCPServerWrap").length,
    children: all.filter((each) => each === "ProcessWrap").length,
  };
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process stays in the table until its parent, which may be any process by then, has looked at it.
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Processes that descend from one, the process itself included. Linux only; elsewhere just itself. */
export function descendants(pid: number): number[] {
  if (process.platform !== "linux") return [pid];
  const parents = readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      return [{ pid: Number(entry), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) }];
    } catch {
      return [];
    }
  });
  const found = [pid];
  for (const each of found) found.push(...parents.filter((p) => p.parent === each).map((p) => p.pid));
  return found;
}

/** Listening TCP ports, of one process and its descendants or of all. Linux only; elsewhere none. */
export function listeningPorts(pid?: number): number[] {
  if (process.platform !== "linux") return [];
  const rows = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1);
  const sockets = rows.map((row) => row.trim().split(/\s+/)).filter((row) => row[3] === "0A");
  const own = pid === undefined ? undefined : new Set(descendants(pid).flatMap(socketsOf));
  return sockets
    .filter((row) => own === undefined || own.has(row[9] ?? ""))
    .map((row) => Number.parseInt(row[1]?.split(":")[1] ?? "", 16));
}

function socketsOf(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
