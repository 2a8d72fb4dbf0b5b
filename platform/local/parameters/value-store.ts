import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Unsupported } from "../types.ts";
import type { StoredValue } from "./read.ts";

/** Beside a service's program; git ignores it. */
const file = ".env.local";

/**
 * Parameters and secrets: values of the program, and above them those of the developer's own `.env.local`. The file is
 * read at each request; its values are kept nowhere and printed nowhere.
 */
export class ValueStore {
  #values: readonly StoredValue[] = [];
  #dir = "";
  readonly #given: Readonly<Record<string, string>>;

  constructor(given: Readonly<Record<string, string>> = {}) {
    this.#given = given;
  }

  apply(values: readonly StoredValue[], dir: string): void {
    this.#values = values;
    this.#dir = dir;
  }

  /** By name or ARN. */
  find(kind: StoredValue["kind"], nameOrArn: string): StoredValue | undefined {
    return this.#values.find(
      (each) => each.kind === kind && (each.physicalName === nameOrArn || each.arn === nameOrArn),
    );
  }

  valueOf({ variable, value }: StoredValue): string | undefined {
    return this.#given[variable] ?? this.#own()[variable] ?? value;
  }

  /** The way to make the value readable here. */
  remedy({ variable }: StoredValue): string {
    return `Write ${variable}=<value> into ${file} in the service's folder.`;
  }

  /** Values that can't be read here. */
  missing(): Unsupported[] {
    return this.#values
      .filter((each) => this.valueOf(each) === undefined)
      .map((each) => ({
        name: each.physicalName,
        type: each.kind === "secret" ? "aws:secretsmanager/secret:Secret" : "aws:ssm/parameter:Parameter",
        instead: `has no value here. ${this.remedy(each)}`,
      }));
  }

  #own(): NodeJS.Dict<string> {
    const path = join(this.#dir, file);
    return this.#dir !== "" && existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
  }
}
