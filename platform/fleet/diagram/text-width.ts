/** Helvetica's widths of the characters from space to "~", in thousandths of the size; Arial and Liberation Sans share them. */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
] as const;

/** A character that the table lacks takes the width of a wide letter. */
const unknown = 1000;

/** The width of a line of text in pixels. Bold letters are about 7 per cent wider. */
export function widthOf(text: string, size: number, bold = false): number {
  const units = [...text].reduce((sum, one) => sum + (widths[one.charCodeAt(0) - 32] ?? unknown), 0);
  return (units / 1000) * size * (bold ? 1.07 : 1);
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function cutTo(width: number, text: string, size: number, bold = false): string {
  if (widthOf(text, size, bold) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`, size, bold) > width) letters.pop();
  return `${letters.join("")}…`;
}
