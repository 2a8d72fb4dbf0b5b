import { evaluate, type Decision, type Request } from "../../platform/access/index.ts";
import { type Graph, inputsOf, managed } from "../../platform/engine/index.ts";
export function decide(graphs: readonly Graph[], request: Request): Decision & {known: boolean} {
  const all = (t: string) => graphs.flatMap((g) => managed(g, t).map((r) => ({ inputs: inputsOf(r) as any, outputs: r.outputs as any })));
  const role = "role" in request.principal ? request.principal.role : undefined;
  const r = role && all("aws:iam/role:Role").find((o) => o.outputs.arn === role);
  const identity = r ? all("aws:iam/rolePolicy:RolePolicy").filter((p) => p.inputs.role === r.outputs.name).map((p) => p.inputs.policy) : [];
  const resource: unknown[] = [];
  let known = false;
  const { resource: arn } = request;
  for (const q of all("aws:sqs/queue:Queue")) if (q.outputs.arn === arn) { known = true; for (const p of all("aws:sqs/queuePolicy:QueuePolicy")) if (p.inputs.queueUrl === q.outputs.url) resource.push(p.inputs.policy); }
  for (const q of all("aws:sns/topic:Topic")) if (q.outputs.arn === arn) known = true;
  for (const p of all("aws:sns/topicPolicy:TopicPolicy")) if (p.inputs.arn === arn) resource.push(p.inputs.policy);
  for (const b of all("aws:s3/bucket:Bucket")) if (arn === b.outputs.arn || arn.startsWith(b.outputs.arn + "/")) { known = true; for (const p of all("aws:s3/bucketPolicy:BucketPolicy")) if (p.inputs.bucket === b.outputs.bucket) resource.push(p.inputs.policy); }
  for (const k of all("aws:kms/key:Key")) if (k.outputs.arn === arn) { known = true; resource.push(k.inputs.policy); }
  for (const k of all("aws:iam/role:Role")) if (k.outputs.arn === arn) { known = true; resource.push(k.inputs.assumeRolePolicy); }
  for (const f of all("aws:lambda/function:Function")) if (arn === f.outputs.arn || arn.startsWith(f.outputs.arn + ":")) {
    known = true;
    const qualifier = arn.split(":")[7];
    for (const p of all("aws:lambda/permission:Permission")) if ([f.outputs.arn, f.outputs.name].includes(p.inputs.function) && (p.inputs.qualifier ?? undefined) === qualifier) {
      const i = p.inputs;
      resource.push({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: i.action, Resource: arn, Principal: i.principal === "*" ? "*" : { Service: i.principal }, Condition: {
        ...(i.sourceArn && { ArnLike: { "aws:SourceArn": i.sourceArn } }),
        StringEquals: { ...(i.sourceAccount && { "aws:SourceAccount": i.sourceAccount }), ...(i.functionUrlAuthType && { "lambda:FunctionUrlAuthType": i.functionUrlAuthType }) },
        ...(i.invokedViaFunctionUrl && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }) } }] });
    }
  }
  return { ...evaluate(request, { identity, resource: resource.filter(Boolean) }), known };
}
