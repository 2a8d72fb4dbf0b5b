/** Name of the function that a component makes for a handler's file: `api` and `src/users/create.ts` give `api-users-create`. */
export function handlerName(component: string, handler: string): string {
  const path = String(handler)
    .replace(/^(\.\/)?(src\/)?/, "")
    .replace(/\.m?[jt]s$/, "");
  const slug = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${component}-${slug || "handler"}`;
}
