import { Config } from "@pulumi/pulumi";
import { type EnvironmentOf, Gateway } from "#platform";
import { bedrockModel } from "./model.ts";

const config = new Config();
const chat = new Gateway("chat", {
  type: "url",
  streaming: true,
  // A long answer takes half a minute; most of that time the function only waits for the model.
  routes: { $default: { handler: "src/answer.ts", timeout: 60, memory: 256 } },
  link: [bedrockModel(config.require("modelId"), config.get("bedrockEndpoint"))],
});

export const url = chat.url;
export type Env = EnvironmentOf<typeof chat>;
