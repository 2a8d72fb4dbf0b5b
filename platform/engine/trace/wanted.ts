/** The argument by which a process is asked to trace its programs; they don't see it. */
export const traceArgument = "--trace";

export const isTraced = process.argv.includes(traceArgument);
process.argv = process.argv.filter((argument) => argument !== traceArgument);
