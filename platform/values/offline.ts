/**
 * Config, as namespace and key, that says that a program runs offline: for a plan, a test or the local target. What only
 * a deployment needs, such as a build by a tool that not every machine has, is left out then.
 */
export const offline = { namespace: "platform", key: "offline" } as const;
