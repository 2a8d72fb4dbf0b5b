/** The characters of a name: a pattern of all of it, and the same in words. */
export type Alphabet = readonly [pattern: RegExp, words: string];

/** AWS's rules for the names of a type of resource. */
export interface PhysicalName {
  readonly type: string;
  /** The input that holds the name. Default: `name`. */
  readonly input?: string;
  /** Characters. `min` is 1 by default. */
  readonly min?: number;
  readonly max: number;
  readonly alphabet?: Alphabet;
  /**
   * Where two can't have the same name: in an account and region, in an account, anywhere, or beside each other: with the same
   * values of these inputs. Left out where names may repeat.
   */
  readonly unique?: "region" | "account" | "world" | readonly string[];
  /** Whether AWS takes a second one for the first rather than refusing it. */
  readonly shared?: true;
  /** Whether upper and lower case are the same in a name. */
  readonly caseless?: true;
  /** The page of the rules. */
  readonly page: string;
}

export const word: Alphabet = [/^[\w-]+$/, 'letters, digits, "-" and "_"'];
export const dotted: Alphabet = [/^[\w.-]+$/, 'letters, digits, ".", "-" and "_"'];
export const signs: Alphabet = [/^[\w+=,.@-]+$/, "letters, digits and _+=,.@-"];
