import { objectOf, objectsOf } from "../../wiring/wiring-nodes.ts";
import type { Thing } from "../made.ts";
import { assumed, type EdgeRequest, part, worked } from "./edge-request.ts";
import { handOver } from "./hand-over.ts";
import { assumptions, type Work, work } from "./roles.ts";
import { at, serviceOf, textOf, types, type View } from "./view.ts";

/** What Lambda asks for to run functions, to poll their sources and to hand over their results. */
export function functions(view: View): EdgeRequest[] {
  return [...view.of(types.function).flatMap((fn) => running(view, fn)), ...mappings(view), ...results(view)];
}

/** What every invocation of a function needs. */
function running(view: View, fn: Thing): EdgeRequest[] {
  const role = textOf(fn.inputs.role);
  if (role === undefined) return [];
  const own = { from: fn.urn, to: fn.urn };
  const arn = fn.arn;
  const group = at(fn.inputs, "loggingConfig", "logGroup") ?? `/aws/lambda/${fn.outputs.name}`;
  const inRegion = (name: unknown) =>
    `arn:${part(arn, 1)}:logs:${part(arn, 3)}:${part(arn, 4)}:log-group:${name}`;
  const edges = behaviorsOf(view, fn);
  const letters = textOf(at(fn.inputs, "deadLetterConfig", "targetArn"));
  const mount = objectOf(fn.inputs.fileSystemConfig);
  const access = textOf(mount?.arn);
  const logs = edges.length > 0 ? work.edgeLogs : work.functionLogs;
  // Lambda@Edge puts the region of the function before its name, and its logs where the viewer is.
  const stream = `${inRegion(edges.length > 0 ? `/aws/lambda/us-east-1.${fn.outputs.name}` : group)}:log-stream:1`;
  const onAll = (row: Work) => worked(row, own, role, { resources: ["*"] });
  return [
    ...(edges.length > 0
      ? edges.flatMap((from) => assumed(assumptions.edgeFunction, { from, to: fn.urn }, role, { arn }))
      : assumed(assumptions.function, own, role, { arn })),
    ...worked(logs, own, role, { resources: [stream] }),
    ...(at(fn.inputs, "tracingConfig", "mode") === "Active" ? onAll(work.traces) : []),
    ...(fn.inputs.vpcConfig === undefined ? [] : onAll(work.network)),
    ...(access === undefined ? [] : mounting(view, fn, { role, access })),
    ...(fn.inputs.durableConfig === undefined
      ? []
      : worked(work.durable, own, role, { resources: [`${arn}:1`] })),
    ...(letters === undefined ? [] : handOver(view, { role, from: fn.urn, to: letters })),
  ];
}

/** An access point doesn't tell which file system it is of. */
function mounting(
  view: View,
  fn: Thing,
  { role, access }: { readonly role: string; readonly access: string },
): EdgeRequest[] {
  const any = access.replace(/access-point\/.*$/, "file-system/*");
  return worked(work.mount, { from: fn.urn, to: view.node(any) }, role, {
    resources: [any.replace("*", "fs-0a1b2c3d4e5f60718")],
    context: { "elasticfilesystem:AccessPointArn": access },
  });
}

/** The distributions that run a function at the edge. */
function behaviorsOf(view: View, fn: Thing): string[] {
  return view
    .of("aws:cloudfront/distribution:Distribution")
    .filter(({ inputs }) =>
      [...objectsOf(inputs.defaultCacheBehavior), ...objectsOf(inputs.orderedCacheBehaviors)].some(
        (behavior) =>
          objectsOf(behavior.lambdaFunctionAssociations).some(({ lambdaArn }) =>
            String(lambdaArn).startsWith(`${fn.arn}:`),
          ),
      ),
    )
    .map(({ urn }) => urn);
}

function mappings(view: View): EdgeRequest[] {
  return view.of("aws:lambda/eventSourceMapping:EventSourceMapping").flatMap(({ inputs }) => {
    const source = textOf(inputs.eventSourceArn);
    const fn = view.functionArn(inputs.functionName);
    const role = view.roleOf(fn);
    if (source === undefined || role === undefined) return [];
    const ends = { from: view.node(source), to: view.node(fn) };
    const lost = textOf(at(inputs, "destinationConfig", "onFailure", "destinationArn"));
    return [
      ...polled(source).flatMap(([row, resource]) => worked(row, ends, role, { resources: [resource] })),
      ...(lost === undefined ? [] : handOver(view, { role, from: view.node(fn), to: lost })),
    ];
  });
}

/** The work that a source takes to poll. A consumer reads for itself, and describes the stream that it reads. */
function polled(source: string): (readonly [Work, string])[] {
  if (serviceOf(source) === "sqs") return [[work.pollQueue, source]];
  if (serviceOf(source) === "dynamodb")
    return [
      [work.pollTable, source],
      [work.listStreams, "*"],
    ];
  if (serviceOf(source) !== "kinesis") return [];
  const stream = source.replace(/\/consumer\/.*$/, "");
  return [[work.pollStream, stream], ...(stream === source ? [] : [[work.pollConsumer, source] as const])];
}

function results(view: View): EdgeRequest[] {
  return view.of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").flatMap(({ inputs }) => {
    const fn = view.functionArn(inputs.functionName);
    const role = view.roleOf(fn);
    const places = ["onFailure", "onSuccess"].map((end) =>
      textOf(at(inputs, "destinationConfig", end, "destination")),
    );
    if (role === undefined) return [];
    return places.flatMap((to) =>
      to === undefined ? [] : handOver(view, { role, from: view.node(fn), to }),
    );
  });
}
