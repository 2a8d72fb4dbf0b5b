import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

// Writes a report into the pull request's one comment: node comment.mjs <file>.
const { GITHUB_REPOSITORY: repository = "", HEAD: head = "", HEAD_SHA: sha = "" } = process.env;

/** Tells the comment from others; invisible. */
const marker = "<!-- lambda-platform report -->";
/** Characters that a comment may have ("body is too long (maximum is 65536 characters)"). */
const limit = 65_536;

const gh = (args, input) =>
  execFileSync("gh", ["api", ...args], { encoding: "utf8", ...(input && { input }) });
const json = (text) => JSON.parse(text || "null");

// The run's own list of pull requests is empty for forks; branches of open ones are told by their owner and name.
const open =
  json(gh([`repos/${repository}/pulls?state=open&per_page=100&head=${encodeURIComponent(head)}`])) ?? [];
const pull = open.find((one) => one.head.sha === sha);
if (!pull) {
  process.stdout.write(`No open pull request is at ${sha}: a newer report will follow, or it has ended.\n`);
} else {
  const note = "\n\n*Shortened: the whole report is an artifact of the run.*";
  const body = `${marker}\n${readFileSync(process.argv[2], "utf8")}`;
  const text = body.length > limit ? body.slice(0, limit - note.length) + note : body;
  const comments = json(
    gh(["--paginate", "--slurp", `repos/${repository}/issues/${pull.number}/comments?per_page=100`]),
  ).flat();
  // Others may quote the marker; ours is written by the token of Actions.
  const ours = comments.find(
    (one) => one.user?.login === "github-actions[bot]" && one.body.startsWith(marker),
  );
  const [method, path] = ours
    ? ["PATCH", `repos/${repository}/issues/comments/${ours.id}`]
    : ["POST", `repos/${repository}/issues/${pull.number}/comments`];
  gh(["--method", method, path, "--input", "-"], JSON.stringify({ body: text }));
  process.stdout.write(`${ours ? "Updated" : "Wrote"} the comment of #${pull.number}.\n`);
}
