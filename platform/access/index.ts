export { documentProblems, rawStatements, statementsOf } from "./document.ts";
export { evaluate } from "./evaluate.ts";
export { accountOf } from "./keys.ts";
export type { Context, Decision, DocumentKind, Policies, Principal, Request, Statement } from "./types.ts";
