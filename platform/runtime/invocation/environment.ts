/** The link that sets a variable, by the end of its name. */
const links = [
  ["_TABLE_NAME", "Table"],
  ["_QUEUE_URL", "Queue"],
  ["_TOPIC_ARN", "Topic"],
  ["_BUCKET_NAME", "Bucket"],
  ["_BUS_NAME", "Bus"],
  ["_STREAM_NAME", "Stream"],
  ["_STATE_MACHINE_ARN", "Pipeline"],
  ["_FUNCTION_NAME", "Function"],
  ["_PARAMETER_NAME", "Parameter"],
  ["_SECRET_ARN", "Secret"],
] as const;

/**
 * The function's environment, typed by what is linked: `environment<Env>()` with `type Env = EnvironmentOf<typeof api>`
 * from the service's index.ts. A variable is read when it is used, so a test may set it after the import.
 *
 * Throws on a variable that isn't set, naming it and the link that sets it.
 */
export function environment<Env extends object>(): { readonly [Name in keyof Env]: string } {
  return new Proxy({} as { readonly [Name in keyof Env]: string }, {
    get: (_, name) => (typeof name === "string" ? read(name) : undefined),
    has: (_, name) => typeof name === "string" && process.env[name] !== undefined,
    set: (_, name) => {
      throw new TypeError(`environment(): ${String(name)} can't be set here; it comes from what is linked.`);
    },
  });
}

function read(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  const where = process.env.AWS_LAMBDA_FUNCTION_NAME ?? "this function";
  throw new Error(`The environment of ${where} has no ${name}. ${remedy(name)}`);
}

function remedy(name: string): string {
  for (const [suffix, component] of links) {
    if (!name.endsWith(suffix)) continue;
    const linked = name.slice(0, -suffix.length).toLowerCase().replaceAll("_", "-");
    return `Link the ${component} called "${linked}" in the service's index.ts: \`link: [...]\` of the function or of its component. In a unit test, set process.env.${name}.`;
  }
  return `Add it to \`environment: { ${name}: ... }\` of the function in the service's index.ts.`;
}
