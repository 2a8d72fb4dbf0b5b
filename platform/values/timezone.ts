const HOUR = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make (about 0.1 ms) and a year of a schedule asks for thousands of dates. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timezone, format);
  }
  return format;
}

/**
 * All problems with a time zone, each a full sentence. EventBridge Scheduler takes names of the IANA
 * database, 1 to 50 characters (API reference, "CreateSchedule": ScheduleExpressionTimezone).
 */
export function checkTimezone(timezone: string): string[] {
  const given = `The time zone ${JSON.stringify(timezone)}`;
  const allowed = `give an IANA name, such as "Europe/Berlin" or "UTC"`;
  // Intl also takes offsets such as +02:00, which Scheduler doesn't.
  if (!/^[A-Za-z][A-Za-z0-9+_/-]{0,49}$/.test(timezone))
    return [`${given} is not a name of 1 to 50 characters; ${allowed}.`];
  let known: string;
  try {
    known = new Intl.DateTimeFormat("en-US", { timeZone: timezone }).resolvedOptions().timeZone;
  } catch {
    return [`${given} is unknown; ${allowed}.`];
  }
  if (known !== timezone && known.toLowerCase() === timezone.toLowerCase())
    return [`${given} is written ${JSON.stringify(known)}; names of time zones are case-sensitive.`];
  return [];
}

/** Time of a wall clock in the zone, as a Date whose UTC fields are the wall's fields. */
export function wallTime(instant: Date, timezone: string): Date {
  const part: Record<string, number> = {};
  let beforeChrist = false;
  for (const { type, value } of formatOf(timezone).formatToParts(instant)) {
    if (type === "era") beforeChrist = value.startsWith("B");
    else if (type !== "literal") part[type] = Number(value);
  }
  const year = beforeChrist ? 1 - part.year! : part.year!;
  const wall = new Date(0);
  wall.setUTCFullYear(year, part.month! - 1, part.day!);
  wall.setUTCHours(part.hour!, part.minute!, part.second!, instant.getUTCMilliseconds());
  return wall;
}

/**
 * The instant at which the wall clock of the zone shows this time: the first one where the clock goes back,
 * none where it jumps over the time.
 */
export function instantOf(wall: Date, timezone: string): Date | undefined {
  // No zone changes its offset twice within two days, so these two offsets are all there can be.
  const candidates = [-24 * HOUR, 24 * HOUR].map((shift) => {
    const near = new Date(wall.getTime() + shift);
    return wall.getTime() - (wallTime(near, timezone).getTime() - near.getTime());
  });
  const hits = candidates.filter((time) => wallTime(new Date(time), timezone).getTime() === wall.getTime());
  return hits.length ? new Date(Math.min(...hits)) : undefined;
}
