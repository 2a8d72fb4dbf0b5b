import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { parse } from "yaml";
import { type Problem, UsageError } from "../values/problems.ts";

interface Identity {
  readonly name: string;
  readonly dir: string;
  readonly owner: string | undefined;
}

/**
 * Refuses a service whose files disagree on what it is: its folder in `services/`, its Pulumi.yaml and its entry in the
 * catalogue. Whoever moved the folder would go on with the stacks of the old name, and not know it.
 */
export function checkIdentity(service: Identity): void {
  const problems = [...folderProblems(service), ...catalogueProblems(service)];
  if (problems.length > 0) throw new UsageError(problems);
}

function folderProblems({ name, dir }: Identity): Problem[] {
  const parent = dirname(dir);
  const folder = basename(dir);
  if (basename(parent) !== "services" || folder === name) return [];
  const [from, to] = [dir, join(parent, name)].map((path) => relative(process.cwd(), path));
  return [
    {
      where: join(dir, "Pulumi.yaml"),
      problem:
        `the service is called ${name}, its folder ${folder}. To go on with the stacks of ${name}, move the folder back: ` +
        `mv ${from} ${to}. For a service with stacks of its own, write name: ${folder}; what ${name} has deployed stays ` +
        `until \`pulumi destroy\` is run under that name.`,
    },
  ];
}

function catalogueProblems({ name, dir, owner }: Identity): Problem[] {
  const where = join(dir, "catalog-info.yaml");
  if (!existsSync(where)) return [];
  const entry = catalogueEntry(where);
  const differs = (key: string, theirs: unknown, ours: string | undefined): Problem[] =>
    theirs === undefined || ours === undefined || theirs === ours
      ? []
      : [
          {
            where,
            problem: `${key} is ${JSON.stringify(theirs)}, and in Pulumi.yaml ${ours}; write the same in both.`,
          },
        ];
  return [...differs("metadata.name", entry.name, name), ...differs("spec.owner", entry.owner, owner)];
}

/** Name and owner of a file of Backstage's catalogue; of a file that isn't one, neither. */
function catalogueEntry(file: string): { readonly name?: unknown; readonly owner?: unknown } {
  try {
    const { metadata, spec } = Object(parse(readFileSync(file, "utf8"))) as Record<string, unknown>;
    return { name: Object(metadata).name, owner: Object(spec).owner };
  } catch {
    return {};
  }
}
