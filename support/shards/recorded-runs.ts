import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../config';

const RUN = z.object({
  milliseconds: z.number(),
  besides: z.number().optional(),
  scenarios: z.array(z.object({ name: z.string(), status: z.string(), milliseconds: z.number() })),
});

/** What the history of runs (support/reports/history.ts) tells of times. */
export interface RecordedRun {
  /** Wall milliseconds that were no scenario's: until the first one began, and after the last one had ended. */
  readonly besides: number | undefined;
  readonly scenarios: Readonly<z.infer<typeof RUN>>['scenarios'];
}

/**
 * Runs of a history, oldest first. Lines that are no run are left out: a run that was killed may have cut one off.
 * @throws {ConfigurationError} where there is no such file
 */
export function readRecordedRuns(file: string): readonly RecordedRun[] {
  return textOf(file)
    .split('\n')
    .flatMap((line) => {
      const run = RUN.safeParse(parsed(line));
      if (!run.success) return [];
      const { milliseconds, besides, scenarios } = run.data;
      return [{ besides: besides ?? besidesTheOnlyOne(milliseconds, scenarios), scenarios }];
    });
}

/** Of older lines only a run of one scenario tells it. */
function besidesTheOnlyOne(milliseconds: number, scenarios: RecordedRun['scenarios']): number | undefined {
  const [only, another] = scenarios;
  return only && !another ? Math.max(milliseconds - only.milliseconds, 0) : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError(
      'The history',
      file,
      'a file that runs have written, like reports/history/runs.ndjson',
    );
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
