import { dnsSuffix } from "../place.ts";
import { uuid } from "../stable-ids.ts";
import { arn, type Compute, created } from "./context.ts";

export const messaging: Readonly<Record<string, Compute>> = {
  "aws:sqs/queue:Queue": (c) => {
    const url = c.urls?.queue?.(c.name) ?? `https://sqs.${c.region}.${dnsSuffix(c)}/${c.account}/${c.name}`;
    return { id: url, url, arn: arn("sqs", c, c.name) };
  },
  "aws:sqs/queuePolicy:QueuePolicy": (c) => ({ id: c.text("queueUrl") }),
  "aws:sqs/redrivePolicy:RedrivePolicy": (c) => ({ id: c.text("queueUrl") }),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": (c) => ({ id: c.text("queueUrl") }),
  "aws:sns/topic:Topic": (c) => {
    const own = arn("sns", c, c.name);
    return { id: own, arn: own, owner: c.account, beginningArchiveTime: "" };
  },
  "aws:sns/topicPolicy:TopicPolicy": (c) => ({ id: c.text("arn"), owner: c.account }),
  "aws:sns/topicSubscription:TopicSubscription": (c) => {
    const own = `${c.text("topic")}:${uuid(c.seed)}`;
    return {
      id: own,
      arn: own,
      ownerId: c.account,
      pendingConfirmation: false,
      confirmationWasAuthenticated: true,
    };
  },
  "aws:kinesis/stream:Stream": (c) => {
    const own = arn("kinesis", c, `stream/${c.name}`);
    return { id: own, arn: own };
  },
  "aws:kinesis/streamConsumer:StreamConsumer": (c) => {
    // Ends with the time of its registration, in seconds.
    const own = `${c.text("streamArn")}/consumer/${c.name}:${Date.parse(created) / 1000}`;
    return { id: own, arn: own, creationTimestamp: created };
  },
  "aws:cloudwatch/eventBus:EventBus": (c) => ({ arn: arn("events", c, `event-bus/${c.name}`) }),
  "aws:cloudwatch/eventArchive:EventArchive": (c) => ({ arn: arn("events", c, `archive/${c.name}`) }),
  "aws:iot/topicRule:TopicRule": (c) => ({ arn: arn("iot", c, `rule/${c.name}`) }),
  "aws:cloudwatch/eventRule:EventRule": (c) => {
    const bus = c.text("eventBusName");
    const path = bus && bus !== "default" ? `${bus}/${c.name}` : c.name;
    return { id: path, arn: arn("events", c, `rule/${path}`) };
  },
  "aws:cloudwatch/eventTarget:EventTarget": (c) => {
    const targetId = c.text("targetId") || c.name;
    return { id: `${c.text("rule")}-${targetId}`, targetId };
  },
};
