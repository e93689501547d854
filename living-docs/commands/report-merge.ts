import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '../../support/config';
import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { buildSite, SITE } from '../build';
import { mergeStreams } from '../model/merge';
import { readStream } from '../model/stream';
import { htmlOf, junitOf, ndjsonOf } from '../technical-reports';
import { totalsInWords } from '../views/status';

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
  writeFileSync(join(FOLDER, 'messages.ndjson'), ndjsonOf(envelopes));
  writeFileSync(join(FOLDER, 'cucumber.html'), await htmlOf(envelopes));
  const junit = junitOf(envelopes);
  // JUnit's form has no words for a run without an end: better none than an empty one.
  if (junit !== '') writeFileSync(join(FOLDER, 'junit.xml'), junit);
  else rmSync(join(FOLDER, 'junit.xml'), { force: true });
  console.log(
    `${relative('', FOLDER)}: messages.ndjson, cucumber.html, ${junit ? 'junit.xml' : 'no junit.xml, since a part was broken off'}`,
  );
  const { run } = await buildSite({ from: files });
  console.log(`${totalsInWords(run.totals)}\n${pathToFileURL(join(SITE, 'index.html'))}`);
  return 0;
}

void runCommand(reportMerge);
