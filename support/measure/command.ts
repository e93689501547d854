import { CANNOT_RUN, explain } from '../commands/report';

/** Somebody has pressed Ctrl-C, or asked the command to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly exitCode: number) {
    super('The command was interrupted.');
  }
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a command and sets its exit code: what it returns, 2 for a mistake of the caller, 130 or 143 when it is interrupted.
 * @param work gets a signal that is aborted with {@link Interrupted}; it has to clean up and reject.
 */
export async function runCommand(
  work: (given: readonly string[], signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const ending = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => ending.abort(new Interrupted(code)));
  }
  try {
    process.exitCode = await work(process.argv.slice(2), ending.signal);
  } catch (error) {
    const interrupted: unknown = ending.signal.reason;
    if (!(interrupted instanceof Interrupted)) process.stderr.write(`${explain(error)}\n`);
    process.exitCode = interrupted instanceof Interrupted ? interrupted.exitCode : CANNOT_RUN;
  } finally {
    for (const signal of Object.keys(SIGNALS)) process.removeAllListeners(signal);
  }
}
