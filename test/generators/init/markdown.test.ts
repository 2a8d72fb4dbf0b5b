import * as fc from "fast-check";
import { expect, test } from "vitest";
import { withoutLinks } from "../../../generators/init/markdown.ts";

const isGone = (path: string) => path.startsWith("services/shop") || path === "docs/shop.md";
const left = (page: string, path = "README.md") => withoutLinks(page, path, isGone);

test.each([
  [
    "a paragraph, with the code that it leads to",
    "# A\n\nThe shop,\n[here](services/shop):\n\n```ts\nshop();\n```\n\nMore.\n",
    "# A\n\nMore.\n",
  ],
  ["a picture", "A.\n\n![The shop](services/shop/diagram.svg)\n\nB.\n", "A.\n\nB.\n"],
  ["an item of a list, with its other lines", "- a\n- [b](docs/shop.md):\n  more\n- c\n", "- a\n- c\n"],
  ["an item of a list in a list", "1. a\n   - or [b](services/shop)\n2. c\n", "1. a\n2. c\n"],
  ["a row of a table", "| a |\n| - |\n| [b](services/shop) |\n| c |\n", "| a |\n| - |\n| c |\n"],
  [
    "a section of nothing else",
    "# A\n\n## B\n\n| a |\n| - |\n| [b](services/shop) |\n\n## C\n\nD.\n",
    "# A\n\n## C\n\nD.\n",
  ],
])("%s goes, and what that leaves empty", (_, page, expected) => {
  expect(left(page)).toBe(expected);
});

test("links are read from the page's own folder", () => {
  expect(left("A.\n\n[B](../services/shop/README.md#top).\n", "docs/a.md")).toBe("A.\n");
  expect(left("A.\n\n[B](shop.md).\n", "docs/a.md")).toBe("A.\n");
  expect(left("A.\n\n[B](shop.md).\n", "a.md")).toBe("A.\n\n[B](shop.md).\n");
});

test("code, addresses elsewhere and links to what stays keep their text", () => {
  const page = "```sh\n[b](services/shop)\n```\n\n[c](https://services/shop) and [d](services/users).\n";
  expect(left(page)).toBe(page);
});

test("a page that links to nothing that is gone stays as it is, to the byte", () => {
  const line = fc.constantFrom("", "# A", "- a", "  b", "| a |", "```", "[a](b.md)", "text:", "1. a", "~~~");
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const page = lines.join("\n");
      expect(left(page)).toBe(page);
    }),
  );
});

test("what stays of a page is in its order", () => {
  const line = fc.constantFrom(
    "",
    "# A",
    "- a",
    "- [b](services/shop)",
    "| a |",
    "```",
    "[a](docs/shop.md)",
    "text",
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const rest = left(`${lines.join("\n")}\n`)
        .split("\n")
        .filter(Boolean);
      let at = 0;
      for (const one of lines) if (one === rest[at]) at += 1;
      expect(at).toBe(rest.length);
    }),
  );
});
