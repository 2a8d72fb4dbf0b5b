/** What `npm run fleet` can do with the stacks of a stage. */
export type Operation = "preview" | "up" | "refresh" | "destroy" | "drift";

interface Row {
  /** The pulumi command. */
  readonly args: readonly string[];
  /** Whether it changes resources or what the state says of them; otherwise it only looks. */
  readonly changes: boolean;
  /** Whether a stack that isn't there is made; otherwise there is nothing to do. */
  readonly makesStack: boolean;
  /** Whether a service waits for those that read its outputs, rather than for those whose outputs it reads. */
  readonly reversed?: true;
  /** What a person is asked: `Deploy 3 services to dev?` */
  readonly question: string;
}

const yes = ["--yes", "--skip-preview"];

export const operations: Readonly<Record<Operation, Row>> = {
  preview: { args: ["preview"], changes: false, makesStack: true, question: "Preview" },
  up: { args: ["up", ...yes], changes: true, makesStack: true, question: "Deploy" },
  refresh: { args: ["refresh", ...yes], changes: true, makesStack: false, question: "Refresh" },
  destroy: {
    args: ["destroy", ...yes],
    changes: true,
    makesStack: false,
    reversed: true,
    question: "Destroy",
  },
  drift: { args: ["refresh", "--preview-only"], changes: false, makesStack: false, question: "Compare" },
};

export const operationNames = Object.keys(operations) as Operation[];

export const isOperation = (word: string | undefined): word is Operation =>
  operationNames.includes(word as Operation);
