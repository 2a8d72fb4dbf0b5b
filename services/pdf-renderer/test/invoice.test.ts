import { expect, test } from "vitest";
import { checked, key, source } from "../renderer/invoice.mjs";

const invoice = {
  id: "INV-0001",
  customer: "Ada Lovelace",
  lines: [
    { text: "Analysis", cents: 1999 },
    { text: "Notes", cents: 5 },
  ],
};

test("an invoice becomes a document with its lines and their total", () => {
  expect(source(checked(invoice)).split("\n")).toEqual([
    ".TL",
    "Invoice INV-0001",
    ".LP",
    "Ada Lovelace",
    ".TS",
    "expand;",
    "l r.",
    "Analysis\t19.99",
    "Notes\t0.05",
    "_",
    "Total\t20.04",
    ".TE",
    "",
  ]);
});

test("an invoice is kept under its own id, so that a second delivery writes the same object", () => {
  expect(key(checked(invoice))).toBe("invoices/INV-0001.pdf");
});

test("text of a customer can't be taken as a command of the typesetter", () => {
  const hostile = { ...invoice, customer: ".sy rm -rf /\n.so /etc/passwd \\!x" };
  const [line] = source(checked(hostile)).split("\n").slice(3);
  expect(line).toBe("\\&.sy rm -rf / .so /etc/passwd \\[rs]!x");
});

test("everything wrong with an invoice is named at once", () => {
  expect(() => checked({ id: "x", customer: "", lines: [{ text: "", cents: 1.5 }] })).toThrow(
    /4 problem\(s\): id: .*customer: .*lines\[0\]\.text: .*lines\[0\]\.cents/,
  );
  expect(() => checked(null)).toThrow(/lines: at least one/);
});
