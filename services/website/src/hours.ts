/** Hours of the day at which the shop opens and closes, by day of the week from Sunday; undefined where it stays closed. */
const week: readonly (readonly [opens: number, closes: number] | undefined)[] = [
  undefined,
  [9, 18],
  [9, 18],
  [9, 18],
  [9, 20],
  [9, 20],
  [10, 16],
];

const inBerlin = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Berlin",
  weekday: "short",
  hour: "2-digit",
  hourCycle: "h23",
});
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export interface OpeningHours {
  readonly open: boolean;
  /** `09:00 to 18:00`; null on a day on which the shop stays closed. */
  readonly today: string | null;
}

/** Whether the shop, which is in Berlin, is open at a moment. */
export function openAt(moment: Date): OpeningHours {
  const parts = Object.fromEntries(inBerlin.formatToParts(moment).map(({ type, value }) => [type, value]));
  const hours = week[days.indexOf(parts.weekday ?? "")];
  if (hours === undefined) return { open: false, today: null };
  const hour = Number(parts.hour);
  const [opens, closes] = hours;
  const shown = (at: number) => `${String(at).padStart(2, "0")}:00`;
  return { open: hour >= opens && hour < closes, today: `${shown(opens)} to ${shown(closes)}` };
}
