import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Answers, StandIns } from "./support/stand-ins.ts";

const script = (name: string, ...args: string[]) => `node .github/scripts/${name}.mjs ${args.join(" ")}`;

describe("the comment of a pull request", () => {
  const env = { GITHUB_REPOSITORY: "acme/lambdas", HEAD: "ada:more-memory", HEAD_SHA: "c0ffee" };
  const pulls = (sha = "c0ffee"): Answers[number] => [
    /pulls\?state=open/,
    JSON.stringify([{ number: 7, head: { sha } }]),
  ];
  const written: Answers[number] = [/--method/, "{}"];
  const comment = async (
    comments: readonly unknown[],
    report = "**2 services change**\n",
    pull = pulls(),
  ) => {
    using stand = new StandIns({ gh: [pull, written, [/comments\?per_page/, JSON.stringify([comments])]] });
    const ended = await stand.run(script("comment", stand.file("report.md", report)), env);
    const write = ended.calls.find(({ line }) => line.includes("--method"));
    return {
      ...ended,
      line: write?.line,
      body: write ? (JSON.parse(write.stdin) as { body: string }).body : undefined,
    };
  };
  const bot = { login: "github-actions[bot]" };

  test("is written where there is none, for a fork's branch too", async () => {
    const { code, line, body, calls } = await comment([{ id: 1, user: { login: "ada" }, body: "Nice!" }]);
    expect(code).toBe(0);
    expect(calls[0]?.line).toContain("head=ada%3Amore-memory");
    expect(line).toBe("gh api --method POST repos/acme/lambdas/issues/7/comments --input -");
    expect(body).toBe("<!-- lambda-platform report -->\n**2 services change**\n");
  });

  test("is updated afterwards, and somebody's quote of it is left alone", async () => {
    const { body } = await comment([]);
    const { code, line } = await comment([
      { id: 41, user: { login: "ada" }, body },
      { id: 42, user: bot, body },
    ]);
    expect(code).toBe(0);
    expect(line).toBe("gh api --method PATCH repos/acme/lambdas/issues/comments/42 --input -");
  });

  test("is never longer than GitHub takes, and says that it was shortened", async () => {
    const { body } = await comment([], "x".repeat(100_000));
    // GitHub: "body is too long (maximum is 65536 characters)".
    expect(body!.length).toBe(65_536);
    expect(body).toMatch(/the whole report is an artifact of the run\.\*$/);
  });

  test("isn't touched by the report of an older commit", async () => {
    const { code, out, line } = await comment([], "old", pulls("beef"));
    expect([code, line]).toEqual([0, undefined]);
    expect(out).toContain("No open pull request is at c0ffee");
  });
});

describe("the report of a pull request", () => {
  const report = async (impact: Answers[number], derived: Answers[number]) => {
    using stand = new StandIns({ npm: [impact, derived] });
    const file = stand.file("report.md");
    const { code, calls } = await stand.run(script("report", "abc123", file));
    return { code, calls: calls.map(({ line }) => line), text: readFileSync(file, "utf8") };
  };
  const fine: Answers[number] = [/derive/, "Everything derived is up to date.\n"];

  test("is what impact says against the base", async () => {
    const { code, calls, text } = await report([/impact/, "## Impact\n"], fine);
    expect([code, text]).toEqual([0, "## Impact\n"]);
    expect(calls[0]).toBe("npm run --silent impact -- --base abc123 --markdown");
  });

  test("is written though data would be lost, and the job fails", async () => {
    const { code, text } = await report([/impact/, "**users is replaced**\n", 1], fine);
    expect([code, text]).toEqual([1, "**users is replaced**\n"]);
  });

  test("names derived files that are out of date, and nothing that a program prints ends the fence early", async () => {
    const { code, text } = await report(
      [/impact/, "## Impact\n"],
      [/derive/, "Out of date:\n```\n@everyone\n", 1],
    );
    expect(code).toBe(1);
    expect(text).toContain(
      "<summary>Derived files are out of date</summary>\n\n````\nOut of date:\n```\n@everyone\n````\n",
    );
  });
});

describe("the environment of a pull request", () => {
  const preview = async (env: Readonly<Record<string, string>>) => {
    using stand = new StandIns({ npm: [[/fleet/, ""]] });
    const { code, calls } = await stand.run(script("preview"), { NUMBER: "7", BASE: "abc123", ...env });
    expect(code).toBe(0);
    return calls.map(({ line }) => line);
  };
  const up = "npm run fleet -- up --stage pr-7 --config-from dev --only affected --base abc123 --yes";
  const destroy = "npm run fleet -- destroy --stage pr-7 --config-from dev --remove --yes";

  test.each([
    ["the label", { ACTION: "labeled", LABEL: "preview" }, [up]],
    ["a push", { ACTION: "synchronize" }, [up]],
    ["another label", { ACTION: "labeled", LABEL: "bug" }, []],
    ["the end of another label", { ACTION: "unlabeled", LABEL: "bug" }, []],
    ["the end of the label", { ACTION: "unlabeled", LABEL: "preview" }, [destroy]],
    ["the end of the pull request", { ACTION: "closed" }, [destroy]],
  ])("follows %s", async (_, env, expected) => {
    expect(await preview(env)).toEqual(expected);
  });

  test("takes nothing but a number into a stage's name", async () => {
    using stand = new StandIns({});
    const { code, calls } = await stand.run(script("preview"), {
      ACTION: "closed",
      NUMBER: "7 --stage prod",
    });
    expect([code, calls]).toEqual([1, []]);
  });
});

describe("the sweep of environments", () => {
  const ago = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();
  // As `pulumi stack ls --all --json` has them with a backend of one's own.
  const stacks = [
    { name: "organization/orders/pr-1", lastUpdate: ago(1) },
    { name: "organization/orders/pr-2", lastUpdate: ago(1) },
    { name: "organization/orders/pr-3", lastUpdate: ago(30) },
    { name: "organization/users/pr-4", lastUpdate: ago(30) },
    { name: "organization/orders/pr-4", lastUpdate: ago(1) },
    { name: "organization/orders/prod", lastUpdate: ago(90) },
    { name: "organization/orders/pr-review", lastUpdate: ago(90) },
  ];
  const gh: Answers = [
    [/pulls\/2 /, "closed\n"],
    [/pulls\/\d+ /, "open\n"],
    [/DELETE/, ""],
  ];
  const sweep = async (npm: Answers) => {
    using stand = new StandIns({ npm, gh, pulumi: [[/^stack ls --all --json$/, JSON.stringify(stacks)]] });
    const { code, calls } = await stand.run(script("sweep"), {
      GITHUB_REPOSITORY: "acme/lambdas",
      DAYS: "7",
    });
    const lines = calls.map(({ line }) => line);
    return { code, swept: lines.filter((line) => line.startsWith("npm")), lines };
  };
  const destroy = (stage: string) =>
    `npm run fleet -- destroy --stage ${stage} --config-from dev --remove --yes`;

  test("destroys those whose pull request has ended or that are old, and no other stack", async () => {
    const { code, swept, lines } = await sweep([[/fleet/, ""]]);
    expect([code, swept]).toEqual([0, [destroy("pr-2"), destroy("pr-3")]]);
    expect(lines.filter((line) => line.includes("DELETE"))).toEqual([
      "gh api --method DELETE repos/acme/lambdas/issues/3/labels/preview",
    ]);
  });

  test("goes on after one that fails, and fails itself", async () => {
    const { code, swept } = await sweep([
      [/pr-2/, "", 1],
      [/fleet/, ""],
    ]);
    expect([code, swept.length]).toEqual([1, 2]);
  });
});

describe("the account of a job", () => {
  test("is refused while the organisation's table names none, with what to write and where", async () => {
    using stand = new StandIns({});
    const { code, out, err } = await stand.run(script("account", "prod"));
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe(
      "::error::accounts.prod.id, accounts.prod.regions, accounts.prod.role: nothing given. Name the account, its region and the role of CI in platform/organisation.ts; see docs/delivery/github.md.\n",
    );
  });

  test("is that of the stage, with the role that only reads for the environment of drift", async () => {
    using stand = new StandIns({});
    const table = {
      prod: {
        id: "222222222222",
        regions: ["eu-west-1"],
        role: "arn:aws:iam::222222222222:role/f-prod-deploy",
      },
    };
    const program = stand.file(
      "try.mjs",
      `import { outputsOf } from ${JSON.stringify(new URL("../../.github/scripts/account.mjs", import.meta.url).href)};
       for (const environment of ["prod", "prod-drift"]) console.log(outputsOf(${JSON.stringify(table)}, environment));`,
    );
    const { out } = await stand.run(`node ${program}`);
    expect(out.trim().split(/\n+/)).toEqual([
      "account=222222222222",
      "region=eu-west-1",
      "role=arn:aws:iam::222222222222:role/f-prod-deploy",
      "account=222222222222",
      "region=eu-west-1",
      "role=arn:aws:iam::222222222222:role/f-prod-drift",
    ]);
  });
});
