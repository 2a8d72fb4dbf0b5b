import { existsSync } from "node:fs";
import { join } from "node:path";
import { delivery } from "../../organisation.ts";
import type { Delivery } from "../../values/delivery/settings.ts";
import { workspaceDir } from "../../values/places.ts";
import { UsageError } from "../../values/problems.ts";
import { findService, foundationService, serviceNames } from "../services.ts";
import type { DerivedFile } from "./file.ts";

/** Who owns a folder: `/services/orders/` of `payments`. */
export interface Owned {
  readonly folder: string;
  readonly owner: string;
}

/** CODEOWNERS of a workspace; none before the repository is named, as owners have no names on GitHub until then. */
export function codeownersFiles(root = workspaceDir(), settings: Delivery = delivery): DerivedFile[] {
  if (settings.repository === "" || !existsSync(join(root, ".github"))) return [];
  const services = join(root, "services");
  const owned = [
    { folder: "*", owner: foundationService()?.owner ?? "" },
    ...serviceNames(services).map((name) => ({
      folder: `/services/${name}/`,
      owner: findService(join(services, name)).owner,
    })),
  ].filter(({ owner }) => owner !== "");
  return [{ path: join(root, ".github", "CODEOWNERS"), content: codeownersText(owned, settings) }];
}

/**
 * CODEOWNERS as GitHub reads it: of the patterns that match a path, the last one counts ("About code owners"). Throws a
 * `UsageError` for owners that GitHub can't have.
 */
export function codeownersText(
  owned: readonly Owned[],
  { repository, owners }: Pick<Delivery, "repository" | "owners">,
): string {
  const [organisation = ""] = repository.split("/");
  const handle = (owner: string) =>
    Object.hasOwn(owners, owner) ? owners[owner]! : `@${organisation}/${owner}`;
  const problems = [...new Set(owned.map(({ owner }) => owner))]
    .filter((owner) => !isHandle(handle(owner)))
    .map((owner) => ({
      where: `delivery.owners[${JSON.stringify(owner)}]`,
      problem:
        `${JSON.stringify(handle(owner))} is neither a person, a team nor an e-mail address on GitHub: ` +
        "write @name, @organisation/team or an address in platform/organisation.ts.",
    }));
  if (problems.length > 0) throw new UsageError(problems);
  const width = Math.max(0, ...owned.map(({ folder }) => folder.length));
  return [
    "# Made by npm run derive, of the owners of services and delivery.owners in platform/organisation.ts.",
    ...owned.map(({ folder, owner }) => `${folder.padEnd(width)} ${handle(owner)}`),
    "",
  ].join("\n");
}

/** "About code owners": `@username`, `@org/team-name` or an e-mail address. */
function isHandle(text: string): boolean {
  const word = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  return new RegExp(`^(?:@${word}(?:/[\\w.-]+)?|[^\\s@]+@[^\\s@]+\\.[^\\s@]+)$`).test(text);
}
