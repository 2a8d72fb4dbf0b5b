// A child of engine.ts: `node engine-run.ts hand|engine <count>`.
const [how, count] = [process.argv[2], Number(process.argv[3])];

if (how === "hand") {
  // About what an example service has: three functions with their parts, a table, an API.
  const resource = (service: number, n: number) => ({
    urn: `urn:pulumi:dev::s${service}::aws:lambda/function:Function::f${n}`,
    type: "aws:lambda/function:Function",
    inputs: {
      name: `s${service}-dev-f${n}`,
      runtime: "nodejs24.x",
      memorySize: 256,
      timeout: 10,
      tags: { owner: "a", service: "b" },
    },
    dependencies: [`urn:pulumi:dev::s${service}::aws:iam/role:Role::r${n}`],
  });
  const services = Array.from({ length: count }, (_, s) =>
    Array.from({ length: 30 }, (_, n) => resource(s, n)),
  );
  process.stdout.write(String(JSON.stringify(services).length));
} else {
  const { graphOf } = await import("../platform/fleet/graph-of.ts");
  const { serviceNames } = await import("../platform/fleet/services.ts");
  const names = serviceNames();
  const work = Array.from({ length: count }, (_, i) => names[i % names.length]!).values();
  const worker = async () => {
    for (const name of work) await graphOf(name);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
}
