import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ConfigurationError } from '../../support/config';
import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { buildSite } from '../build';
import { mergeStreams } from '../model/merge';
import { readStream } from '../model/stream';
import { htmlOf, junitOf, ndjsonOf } from '../technical-reports';

const FOLDER = join(PROJECT, 'reports/merged');

/** Makes one run of several parts: its messages, Cucumber's own page, JUnit's form, and the living documentation. */
async function reportMerge(files: readonly string[]): Promise<number> {
  const [option] = files.filter((file) => file.startsWith('-'));
  if (option ?? files.length === 0)
    throw new ConfigurationError(
      'The argument',
      option,
      'files of messages: npm run report:merge -- a.ndjson b.ndjson',
    );
  const streams = await Promise.all(files.map((file) => readStream(resolve(file))));
  const envelopes = mergeStreams(streams);
  mkdirSync(FOLDER, { recursive: true });
  const messages = join(FOLDER, 'messages.ndjson');
  writeFileSync(messages, ndjsonOf(envelopes));
  writeFileSync(join(FOLDER, 'cucumber.html'), await htmlOf(envelopes));
  writeFileSync(join(FOLDER, 'junit.xml'), junitOf(envelopes));
  for (const name of ['messages.ndjson', 'cucumber.html', 'junit.xml'])
    console.log(relative(PROJECT, join(FOLDER, name)));
  await buildSite({ from: files });
  return 0;
}

void runCommand(reportMerge);
