import { join, resolve } from 'node:path';
import { ConfigurationError } from '../../support/config';
import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { mergeStreams } from '../model/merge';
import { readRun } from '../model/run';
import { readStream } from '../model/stream';
import { summaryInMarkdown } from '../views/summary-markdown';

const LAST_RUN = join(PROJECT, 'reports/messages.ndjson');

/** Prints how a run went and what broke, as Markdown: for the summary of a job. */
async function reportSummary(given: readonly string[]): Promise<number> {
  const [option] = given.filter((word) => word.startsWith('-'));
  if (option !== undefined)
    throw new ConfigurationError('The argument', option, 'files of messages: npm run report:summary -- a.ndjson');
  const files = given.length > 0 ? given.map((file) => resolve(file)) : [LAST_RUN];
  const streams = await Promise.all(files.map(readStream));
  process.stdout.write(summaryInMarkdown(readRun(mergeStreams(streams))));
  return 0;
}

void runCommand(reportSummary);
