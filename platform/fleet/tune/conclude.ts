import { styleText } from "node:util";
import type { Service } from "../services.ts";
import type { Conversation } from "./conversation.ts";
import { changeText, type Report, tableOf, writePage } from "./report.ts";
import { diffLines } from "./stack-file.ts";
import { type Draft, draft, write } from "./writing.ts";

/** The object that `--json` prints. */
export type Outcome = object;

/** Shows the result, and writes the proposal after a yes. */
export async function conclude(
  service: Service,
  report: Report,
  stages: readonly string[],
  talk: Conversation,
): Promise<Outcome> {
  const { target, proposal, result, currency } = report;
  const picture = writePage(report);
  talk.show(
    [
      styleText("bold", `${target.name} of ${service.name} in ${report.stage}`),
      tableOf(report),
      styleText("bold", changeText(report)),
      ...proposal.reasons,
      `Measuring cost ${result.spent.toFixed(4)} ${currency}. Picture: ${picture}`,
    ].join("\n"),
  );
  const drafts: Draft[] = [];
  for (const stage of stages) drafts.push(await draft(service, stage, target.name, proposal));
  const written = await settle(service, report, drafts, talk);
  return {
    status: written ? "written" : "measured",
    service: service.name,
    stage: report.stage,
    function: target.name,
    present: { memory: target.memory, timeout: target.timeout },
    proposed: { memory: proposal.memory, timeout: proposal.timeout },
    reasons: proposal.reasons,
    measurements: result.measurements,
    currency,
    spent: result.spent,
    execution: report.execution,
    picture,
    written: written ? drafts.flatMap(({ change }) => change?.file ?? []) : [],
    obstacles: drafts.flatMap(({ obstacles }) => obstacles),
  };
}

/** Whether something was written. */
async function settle(
  service: Service,
  { target, proposal }: Report,
  drafts: readonly Draft[],
  { ask, show }: Conversation,
): Promise<boolean> {
  const leave = (why: string) => {
    show(why);
    return false;
  };
  for (const one of drafts) show(draftText(one));
  if (drafts.some(({ obstacles }) => obstacles.length > 0)) return leave("Nothing was written.");
  const changing = drafts.filter(({ change }) => change !== undefined);
  if (changing.length === 0) return false;
  if (!ask) return leave("Nothing was written: there is no terminal to ask in; --yes writes it.");
  if (!(await ask("Write it?"))) return leave("Nothing was written.");
  const proofs = await write(service, target.name, changing, proposal);
  for (const { stage, memory, timeout } of proofs)
    show(`Written: the plan of ${stage} now gives ${target.name} ${memory} MB and ${timeout} s.`);
  return true;
}

function draftText({ stage, change, consequences, obstacles }: Draft): string {
  if (obstacles.length > 0)
    return obstacles.map((text) => `${styleText("yellow", "!")} ${stage}: ${text}`).join("\n");
  if (!change) return `${stage}: it has these values already.`;
  return [
    change.file,
    ...diffLines(change),
    ...consequences.map((one) => `Follows in ${stage}: ${one}`),
  ].join("\n");
}
