/** Text as groff prints it: no character of it is taken as a request or an escape. */
const plain = (text) =>
  text
    .replaceAll("\\", "\\[rs]")
    .replaceAll(/[\t\r\n]+/g, " ")
    .replace(/^(['.])/, "\\&$1");

/** 1999 to 19.99. */
const money = (cents) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;

const isText = (value) => typeof value === "string" && value.trim() !== "" && value.length <= 200;
const isCents = (value) => Number.isSafeInteger(value) && value >= 0;

/** The invoice, or an error that names everything wrong with it. */
export function checked(invoice) {
  const { id, customer, lines = [] } = invoice ?? {};
  const problems = [
    ...(/^[A-Z0-9-]{4,40}$/.test(String(id)) ? [] : ["id: 4 to 40 capital letters, digits and hyphens"]),
    ...(isText(customer) ? [] : ["customer: up to 200 characters"]),
    ...(Array.isArray(lines) && lines.length > 0 ? [] : ["lines: at least one"]),
    ...[lines]
      .flat()
      .flatMap((line, i) => [
        ...(isText(line?.text) ? [] : [`lines[${i}].text: up to 200 characters`]),
        ...(isCents(line?.cents) ? [] : [`lines[${i}].cents: whole cents`]),
      ]),
  ];
  if (problems.length > 0)
    throw new Error(`The invoice has ${problems.length} problem(s): ${problems.join("; ")}`);
  return { id, customer, lines };
}

export const key = ({ id }) => `invoices/${id}.pdf`;

/** An invoice as a groff document with a table (macros `ms`, preprocessor `tbl`). */
export function source({ id, customer, lines }) {
  const total = lines.reduce((sum, { cents }) => sum + cents, 0);
  const rows = lines.map(({ text, cents }) => `${plain(text)}\t${money(cents)}`);
  return [
    ".TL",
    `Invoice ${plain(id)}`,
    ".LP",
    plain(customer),
    ".TS",
    "expand;",
    "l r.",
    ...rows,
    "_",
    `Total\t${money(total)}`,
    ".TE",
    "",
  ].join("\n");
}
