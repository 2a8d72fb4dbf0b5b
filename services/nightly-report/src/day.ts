/** The day before an instant, in UTC: `2026-01-31`. */
export function dayBefore(instant: Date): string {
  return new Date(instant.getTime() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
