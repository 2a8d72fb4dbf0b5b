/** Bytes of a topic filter, and its slashes. Source: "AWS IoT Core message broker and protocol limits and quotas". */
const filterLimits = { bytes: 256, slashes: 7 } as const;

const example = `such as SELECT * FROM 'devices/+/state'`;

/** Words and quoted texts outside of parentheses, in order: they mark a statement's clauses. */
function topLevel(sql: string): string[] {
  const tokens = sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*|[^\s]/g) ?? [];
  let depth = 0;
  return tokens.filter((token) => {
    if (token === "(" || token === "{" || token === "[") depth++;
    else if (token === ")" || token === "}" || token === "]") depth--;
    else return depth === 0;
    return false;
  });
}

/**
 * All problems with the shape of a rule's SQL: `SELECT ... FROM 'topic filter'`, with `SET` before and `WHERE` behind as
 * it likes. What it selects is for AWS IoT to judge. Source: "AWS IoT SQL reference", "FROM clause".
 */
export function checkIotSql(argument: string, sql: unknown): string[] {
  if (typeof sql !== "string" || sql.trim() === "")
    return [`${argument}: ${JSON.stringify(sql)} given; a statement is expected, ${example}.`];
  const quotes = sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "");
  if (/['"]/.test(quotes)) return [`${argument}: a quotation mark is not closed.`];
  const tokens = topLevel(sql);
  const words = tokens.map((token) => token.toUpperCase());
  if (words[0] !== "SELECT" && words[0] !== "SET")
    return [
      `${argument}: it begins with ${JSON.stringify(tokens[0] ?? "(")}; SELECT is expected, ${example}.`,
    ];
  const select = words.indexOf("SELECT");
  const from = words.indexOf("FROM", select + 1);
  if (select === -1 || from === -1)
    return [`${argument}: there is no ${select === -1 ? "SELECT" : "FROM"}; it is expected, ${example}.`];
  if (from === select + 1)
    return [`${argument}: SELECT names nothing; name fields, or * for all, ${example}.`];
  const filter = tokens[from + 1] ?? "";
  if (!/^'.+'$/s.test(filter))
    return [`${argument}: a topic filter in single quotes is expected behind FROM, ${example}.`];
  const rest = words[from + 2];
  return [
    ...(rest === undefined || rest === "WHERE"
      ? []
      : [`${argument}: ${JSON.stringify(tokens[from + 2])} behind the topic filter; only WHERE may follow.`]),
    ...(rest === "WHERE" && words.length === from + 3 && !/where\s*\(/i.test(sql)
      ? [`${argument}: WHERE has no condition; write one, or leave it out.`]
      : []),
    ...checkTopicFilter(argument, filter.slice(1, -1)),
  ];
}

/** All problems with an MQTT topic filter. Source: "MQTT topics" (topic filters). */
function checkTopicFilter(argument: string, filter: string): string[] {
  const given = `${argument}: the topic filter ${JSON.stringify(filter)}`;
  const levels = filter.split("/");
  const bytes = Buffer.byteLength(filter);
  return [
    ...(bytes > filterLimits.bytes
      ? [`${given} has ${bytes} bytes; up to ${filterLimits.bytes} are allowed.`]
      : []),
    ...(levels.length - 1 > filterLimits.slashes
      ? [`${given} has ${levels.length - 1} slashes; up to ${filterLimits.slashes} are allowed.`]
      : []),
    ...(levels.slice(0, -1).some((level) => level.includes("#"))
      ? [`${given} has a "#" that isn't its last level; use "+" for one level.`]
      : []),
    ...(levels.some((level) => /[+#]/.test(level) && level.length > 1)
      ? [`${given} has a "+" or "#" beside other characters; each stands for a whole level.`]
      : []),
  ];
}
