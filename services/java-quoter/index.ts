import { Function } from "#platform";

const quoter = new Function(
  "quoter",
  { code: { type: "java", dir: "quoter", handler: "quotes.Handler::handle" }, snapStart: true },
  { invocation: "sync" },
);

export const { arn } = quoter.target;
