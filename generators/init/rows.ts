import { parseDocument } from "yaml";
import { prettyJson } from "../render/text.ts";
import type { Answers } from "./answers.ts";

/** Something that becomes the organisation's own, in the files that it is in. */
interface Row {
  readonly of: (path: string) => boolean;
  readonly change: (text: string) => string;
}

/** What was there. */
interface Before {
  /** The region of the template. */
  readonly region: string;
  /** Packages that nothing imports any more. */
  readonly unused: readonly string[];
}

/** What becomes the organisation's own. */
export function rowsOf(
  { organisation, region, keep, owner, repository }: Answers,
  { region: before, unused }: Before,
): Row[] {
  const name = `${organisation}-lambda-platform`;
  const is = (file: string) => (path: string) => path === file;
  return [
    { of: is("package.json"), change: (text) => renamed(text, name, 1) },
    // Its own name, and that of the package in it which is the root.
    { of: is("package-lock.json"), change: (text) => renamed(text, name, 2) },
    { of: is("README.md"), change: (text) => text.replace(/^# .*/, `# Lambda platform of ${organisation}`) },
    { of: is("Pulumi.yaml"), change: (text) => ownProject(text, owner) },
    {
      of: is("platform/organisation.ts"),
      change: (text) => {
        const own = text.replace(/^(export const region = )".*"/m, `$1${JSON.stringify(region)}`);
        return repository === undefined
          ? own
          : own.replace(/^( {2}repository: )".*"/m, `$1${JSON.stringify(repository)}`);
      },
    },
    // What handlers may import stays installed; the check on unused packages has to know of it.
    { of: is("knip.json"), change: (text) => withUnused(text, unused) },
    {
      of: (path) =>
        keep.some((one) => path.startsWith(`services/${one}/`) || path === `test/permissions/${one}.json`),
      change: (text) => text.replaceAll(before, region),
    },
    {
      of: (path) => /^Pulumi\.[^/]+\.yaml$/.test(path),
      change: (text) => text.replaceAll(`aws:region: ${before}`, `aws:region: ${region}`),
    },
  ];
}

/** A manifest with another name at its first places, which are those of the package itself. */
function renamed(text: string, name: string, times: number): string {
  let left = times;
  return text.replaceAll(/^( +"name": )"[^"]*"/gm, (line, key: string) =>
    left-- > 0 ? key + JSON.stringify(name) : line,
  );
}

/** The root's project without what `pulumi new` asks for, which is the template's own. */
function ownProject(text: string, owner: string | undefined): string {
  const project = parseDocument(text);
  project.delete("template");
  if (owner !== undefined) project.setIn(["config", "owner"], owner);
  return project.toString({ lineWidth: 0 });
}

function withUnused(text: string, unused: readonly string[]): string {
  const list = /^( {2}"ignoreDependencies": )(\[.*?\])/ms;
  return text.replace(list, (_, key: string, given: string) => {
    const all = [...(JSON.parse(given) as string[]), ...unused];
    return key + prettyJson(all, "  ", key.length);
  });
}
