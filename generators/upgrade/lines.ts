/** Lines with their ends, so that joined they are the text again; the last may have none. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Whether every line of a text ends as on Windows. */
export const isCrlf = (text: string): boolean => text.includes("\r\n") && !/(^|[^\r])\n/.test(text);

/** A text with the line ends of another one: Git may have changed those of all files when it checked them out. */
export const likeIn = (text: string, other: string): string =>
  isCrlf(other) ? text.replaceAll(/\r?\n/g, "\r\n") : text;
