import { type CodeArgs, codePath } from "./code/index.ts";

/** Names of components' other parts: a function's name must differ from its siblings'. */
const otherParts =
  /^(http|rest|rest-(deployment|throttling|web-acl)|domain-(name|certificate|proof|validation|mapping|record)|stage|access-log|5xx|schedule|schedule-(role|policy)|mapping|queue|logs|role|policy|state-machine|failed|timed-out|aborted|approvals|pages|secret|version|rotation|rotation-permission|pool|rule)$|-integration$/;

/** Name of the function that a component makes for a handler's file, or for a folder of other code: `api` and `src/users/create.ts` give `api-users-create`. */
export function handlerName(component: string, target: string | CodeArgs): string {
  const path = String(codePath(target))
    .replace(/^(\.\/)?(src\/)?/, "")
    .replace(/\.m?[jt]s$/, "");
  const slug = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (slug === "") return `${component}-handler`;
  return `${component}-${slug}${otherParts.test(slug) ? "-handler" : ""}`;
}

/**
 * Problems with targets that would make two functions of one name: a file with different settings, or files
 * whose names differ only in what a name can't hold.
 */
export function handlerClashes(
  argument: string,
  component: string,
  targets: readonly (string | CodeArgs)[],
): string[] {
  const owners = new Map<string, string | CodeArgs>();
  return targets.flatMap((target) => {
    const [handler, name] = [codePath(target), handlerName(component, target)];
    const other = owners.get(name);
    owners.set(name, target);
    if (other === undefined || other === target) return [];
    return codePath(other) === handler
      ? [`${argument}: ${handler} is used with different settings; use the same object in each place.`]
      : [
          `${argument}: ${codePath(other)} and ${handler} both give the name ${name}; rename one of the files.`,
        ];
  });
}
