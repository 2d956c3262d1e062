import { describeFailure, type Failure } from "../units/failure.ts";

/** What a shell sees: fine, failed, wrong usage, findings. */
export const EXIT = { fine: 0, failed: 1, usage: 2, findings: 3 } as const;

/** An end of the program that a person can act on; `main` prints it as one line. */
export class Stop extends Error {
  readonly exitCode: number;
  readonly failure: Failure;

  constructor(failure: Failure, exitCode: number = EXIT.failed) {
    super(describeFailure(failure), { cause: failure.cause });
    this.failure = failure;
    this.exitCode = exitCode;
  }
}

export function wrongUsage(message: string, remedy: string): Stop {
  return new Stop({ code: "WrongUsage", message, remedy }, EXIT.usage);
}
