export { documentProblems, rawStatements, statementsOf } from "./document.ts";
export { evaluate } from "./evaluate.ts";
export { accountOf } from "./keys.ts";
export { effective, impossibilities, takesResources } from "./possible.ts";
export type { Context, Decision, Policies, Principal, Request, Statement } from "./types.ts";
