/** Runtimes of other languages that a function can be created on. Source: "Lambda runtimes". */
const runtimes = {
  python: ["python3.10", "python3.11", "python3.12", "python3.13", "python3.14"],
  java: ["java11", "java17", "java21", "java25"],
} as const;

/** Problems with a language's runtime; none when it is left out. */
export function checkRuntime(argument: string, given: unknown, language: keyof typeof runtimes): string[] {
  const allowed: readonly string[] = runtimes[language];
  return given === undefined || allowed.includes(String(given))
    ? []
    : [`${argument}: ${JSON.stringify(given)} given; one of these is expected: ${allowed.join(", ")}.`];
}
