/** One of the six fields of an AWS cron expression. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** Further values of the field, beyond `*`, numbers, names, ranges, steps and lists; matched on the whole field. */
  readonly special?: RegExp;
  readonly allowed: string;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Values and wildcards of each field, in the order they are written. Source: EventBridge Scheduler user
 * guide, "Schedule types in EventBridge Scheduler", section "Cron-based schedules".
 */
const fields: readonly Field[] = [
  { name: "minutes", min: 0, max: 59, allowed: "0-59 , - * /" },
  { name: "hours", min: 0, max: 23, allowed: "0-23 , - * /" },
  {
    name: "day-of-month",
    min: 1,
    max: 31,
    special: /^(\?|LW?|([1-9]|[12]\d|3[01])W)$/,
    allowed: "1-31 , - * ? / L W",
  },
  { name: "month", min: 1, max: 12, names: months, allowed: "1-12 or JAN-DEC , - * /" },
  {
    name: "day-of-week",
    min: 1,
    max: 7,
    names: weekdays,
    special: new RegExp(`^(\\?|L|([1-7]|${weekdays.join("|")})(L|#[1-5]))$`),
    allowed: "1-7 (1 is Sunday) or SUN-SAT , - * ? L #",
  },
  { name: "year", min: 1970, max: 2199, allowed: "1970-2199 , - * /" },
];

function valueIn(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return named + field.min;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : undefined;
}

/** Whether one element of a list is a value, a range, or either with a step. */
function elementFits(element: string, field: Field): boolean {
  const [span, step, ...rest] = element.split("/");
  if (span === undefined || rest.length > 0) return false;
  if (step !== undefined && !(/^\d{1,4}$/.test(step) && Number(step) > 0 && Number(step) <= field.max))
    return false;
  if (span === "*") return true;
  const bounds = span.split("-").map((text) => valueIn(text, field));
  if (bounds.length > 2 || bounds.includes(undefined)) return false;
  // A range that wraps (FRI-MON) is documented nowhere, so it is asked for as a list instead.
  return bounds.length === 1 || bounds[0]! <= bounds[1]!;
}

/** All problems with the text between the parentheses of `cron(...)`, each a full sentence. */
export function checkCron(text: string): string[] {
  const given = text.split(/[ \t]+/);
  if (given.length !== fields.length)
    return [
      `cron(${text}) has ${given.length} field(s); six are needed: ${fields.map(({ name }) => name).join(" ")}, such as cron(0 2 * * ? *).`,
    ];
  const problems: string[] = [];
  fields.forEach((field, index) => {
    const value = given[index]!;
    if (field.special?.test(value) || value.split(",").every((element) => elementFits(element, field)))
      return;
    problems.push(
      `cron(${text}): the field ${field.name} is ${JSON.stringify(value)}; allowed are ${field.allowed}.`,
    );
  });
  if ((given[2] === "?") === (given[4] === "?"))
    problems.push(
      `cron(${text}): exactly one of day-of-month (${given[2]}) and day-of-week (${given[4]}) must be "?", such as cron(0 2 * * ? *) or cron(0 2 ? * MON-FRI *).`,
    );
  return problems;
}

/** The same schedule in croner's notation: seconds first, `*` for `?`, `6#L` for AWS's `6L`. */
export function toCroner(text: string): string {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = text.split(/[ \t]+/);
  // Alone, L means the last day of the week; a week ends on Saturday.
  const weekday = dayOfWeek === "L" ? "7" : dayOfWeek!.replace(/^(\w+)L$/, "$1#L").replace("?", "*");
  return ["0", minutes, hours, dayOfMonth!.replace("?", "*"), month, weekday, year].join(" ");
}
