/** The ways to speak with the person. */
export interface Conversation {
  /** Prints progress and warnings. */
  readonly say: (text: string) => void;
  /** Prints results. */
  readonly show: (text: string) => void;
  /** Called again and again with the seconds since the start. */
  readonly running?: (seconds: number) => void;
  /** Undefined where there is no terminal to ask in. */
  readonly ask?: (question: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
  /** Milliseconds between two looks at the execution. */
  readonly pollMs?: number;
}
