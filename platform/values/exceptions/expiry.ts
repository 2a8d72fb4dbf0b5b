const pattern = /^\d{4}-\d{2}-\d{2}$/;
const dayMs = 86_400_000;

/** Whether a value is a day of the calendar, as ISO 8601 writes it: 2027-02-29 is none. */
export function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !pattern.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(new Date(time)) === value;
}

/** The day that a moment is in, in UTC, wherever the reader is. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** Days that an exception holds beyond today: 0 on its last day, negative once it has expired. */
export const daysLeft = (expires: string, today: string): number =>
  (Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMs;

/** Days before its end from which an exception is told of. */
export const warnDays = 30;
