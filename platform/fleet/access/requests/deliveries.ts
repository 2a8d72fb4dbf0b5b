import { objectOf, objectsOf, parseObject } from "../../wiring/wiring-nodes.ts";
import { type EdgeRequest, pushed } from "./edge-request.ts";
import { type Push, pushes } from "./pushes.ts";
import { at, serviceOf, textOf, type View } from "./view.ts";

/** What services that push events ask for in their own names. */
export function deliveries(view: View): EdgeRequest[] {
  return [
    ...subscriptions(view),
    ...notifications(view),
    ...rules(view),
    ...iotRules(view),
    ...userPools(view),
    ...rotations(view),
    ...alarms(view),
    ...logSubscriptions(view),
  ];
}

function subscriptions(view: View): EdgeRequest[] {
  const protocols: Readonly<Record<string, Push>> = {
    lambda: pushes.topicToFunction,
    sqs: pushes.topicToQueue,
  };
  return view.of("aws:sns/topicSubscription:TopicSubscription").flatMap(({ inputs }) => {
    const source = { arn: String(inputs.topic) };
    const from = view.node(inputs.topic);
    const push = protocols[String(inputs.protocol)];
    const letters = textOf(parseObject(inputs.redrivePolicy)?.deadLetterTargetArn);
    return [
      ...deliver(view, push, { from, source, to: inputs.endpoint }),
      ...deliver(view, pushes.topicDeadLetters, { from, source, to: letters }),
    ];
  });
}

function notifications(view: View): EdgeRequest[] {
  return view.of("aws:s3/bucketNotification:BucketNotification").flatMap(({ inputs }) => {
    const bucket = view.one("aws:s3/bucket:Bucket", inputs.bucket);
    if (!bucket) return [];
    const from = bucket.urn;
    const source = { arn: bucket.arn };
    return [
      ...objectsOf(inputs.lambdaFunctions).map(
        (one) => [pushes.bucketToFunction, one.lambdaFunctionArn] as const,
      ),
      ...objectsOf(inputs.queues).map((one) => [pushes.bucketToQueue, one.queueArn] as const),
      ...objectsOf(inputs.topics).map((one) => [pushes.bucketToTopic, one.topicArn] as const),
    ].flatMap(([push, to]) => deliver(view, push, { from, source, to }));
  });
}

function rules(view: View): EdgeRequest[] {
  const byService: Readonly<Record<string, Push>> = {
    lambda: pushes.ruleToFunction,
    sqs: pushes.ruleToQueue,
    sns: pushes.ruleToTopic,
  };
  return view.of("aws:cloudwatch/eventTarget:EventTarget").flatMap(({ inputs }) => {
    const rule = view.one("aws:cloudwatch/eventRule:EventRule", inputs.rule);
    if (!rule) return [];
    const from = rule.urn;
    const source = { arn: rule.arn };
    const direct = inputs.roleArn === undefined ? byService[serviceOf(inputs.arn)] : undefined;
    const isLog = serviceOf(inputs.arn) === "logs";
    return [
      ...deliver(view, direct, { from, source, to: inputs.arn }),
      ...(isLog
        ? pushed(pushes.ruleToLogs, { from, to: view.node(inputs.arn) }, `${inputs.arn}:log-stream:1`, source)
        : []),
      ...deliver(view, pushes.ruleDeadLetters, { from, source, to: at(inputs, "deadLetterConfig", "arn") }),
    ];
  });
}

function iotRules(view: View): EdgeRequest[] {
  return view.of("aws:iot/topicRule:TopicRule").flatMap((rule) =>
    objectsOf(rule.inputs.lambdas).flatMap(({ functionArn }) =>
      deliver(view, pushes.iotRuleToFunction, {
        from: rule.urn,
        source: { arn: rule.arn },
        to: functionArn,
      }),
    ),
  );
}

function userPools(view: View): EdgeRequest[] {
  return view.of("aws:cognito/userPool:UserPool").flatMap((pool) =>
    Object.values(objectOf(pool.inputs.lambdaConfig) ?? {}).flatMap((given) => {
      // Beside the triggers stands the key of those that send messages.
      const to = objectOf(given)?.lambdaArn ?? given;
      const push = serviceOf(to) === "lambda" ? pushes.userPool : undefined;
      return deliver(view, push, { from: pool.urn, source: { arn: pool.arn }, to });
    }),
  );
}

function rotations(view: View): EdgeRequest[] {
  return view.of("aws:secretsmanager/secretRotation:SecretRotation").flatMap(({ inputs }) =>
    deliver(view, pushes.rotation, {
      from: view.node(inputs.secretId),
      source: { arn: String(inputs.secretId) },
      to: inputs.rotationLambdaArn,
    }),
  );
}

function alarms(view: View): EdgeRequest[] {
  const byService: Readonly<Record<string, Push>> = {
    sns: pushes.alarmToTopic,
    lambda: pushes.alarmToFunction,
  };
  return view.of("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap((alarm) => {
    const { alarmActions, okActions, insufficientDataActions } = alarm.inputs;
    const actions = new Set([alarmActions, okActions, insufficientDataActions].flat());
    return [...actions].flatMap((to) =>
      deliver(view, byService[serviceOf(to)], { from: alarm.urn, source: { arn: alarm.arn }, to }),
    );
  });
}

function logSubscriptions(view: View): EdgeRequest[] {
  return view.of("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").flatMap(({ urn, inputs }) => {
    const group = view.one("aws:cloudwatch/logGroup:LogGroup", inputs.logGroup);
    const push = serviceOf(inputs.destinationArn) === "lambda" ? pushes.logsToFunction : undefined;
    if (group === undefined) return [];
    return deliver(view, push, { from: urn, source: { arn: group.arn }, to: inputs.destinationArn });
  });
}

/** Nothing where no row is: a test finds the edge that is left without. */
function deliver(
  view: View,
  push: Push | undefined,
  way: { readonly from: string; readonly source: { readonly arn: string }; readonly to: unknown },
): EdgeRequest[] {
  const to = textOf(way.to);
  if (push === undefined || to === undefined) return [];
  return pushed(push, { from: way.from, to: view.node(to) }, to, way.source);
}
