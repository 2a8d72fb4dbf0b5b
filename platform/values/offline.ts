/**
 * Config, as namespace and key, of a program that runs offline: for a plan, a test or the local target. Work that only
 * a deployment needs, such as a build by a tool that not every machine has, is left out then.
 */
export const offline = { namespace: "platform", key: "offline" } as const;

/** Config that builds code nonetheless, for this machine: the local target runs it. */
export const builds = { namespace: "platform", key: "builds" } as const;
