import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Envelope } from '@cucumber/messages';
import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { dryRun } from '../../support/reports/dry-run';
import { readOptions } from '../arguments';
import { type Documentation, document, type Origin } from '../model/documentation';
import { mergeStreams } from '../model/merge';
import { readStream } from '../model/stream';
import { writeSite } from '../site';
import { changedSince, commitOf, readSurroundings, untold } from '../sources';
import { totalsInWords } from '../views/status';

const MESSAGES = join(PROJECT, 'reports/messages.ndjson');
const SITE = join(PROJECT, 'living-docs/site');

const OPTIONS = { from: 'some', 'dry-run': 'none', to: 'one' } as const;

/** Makes the living documentation: of the last run, of the runs that are named, or of the specification alone. */
async function docs(given: readonly string[]): Promise<number> {
  const options = readOptions(given, OPTIONS);
  const files = options.from ?? (options['dry-run'] || !existsSync(MESSAGES) ? [] : [MESSAGES]);
  const documentation = files.length > 0 ? await ofRuns(files) : await ofSpecification();
  const folder = resolve(options.to?.[0] ?? SITE);
  writeSite(documentation, folder);
  console.log(`${totalsInWords(documentation.run.totals)}\n${pathToFileURL(join(folder, 'index.html'))}`);
  return 0;
}

async function ofRuns(files: readonly string[]): Promise<Documentation> {
  const streams = await Promise.all(files.map((file) => readStream(resolve(file))));
  const envelopes = mergeStreams(streams);
  const around = readSurroundings(PROJECT);
  const origin: Origin = {
    kind: 'run',
    files: files.map((file) => relative(PROJECT, resolve(file))),
    brokenOff: streams.some(({ brokenOff }) => brokenOff),
    commit: commitOfRun(envelopes, around.history),
    outdated: changedSince(PROJECT, envelopes).length,
  };
  return document([...envelopes, ...untold(PROJECT, envelopes)], around, origin);
}

/** As the history has noted it when the run ended. */
function commitOfRun(envelopes: readonly Envelope[], history: Documentation['history']): string {
  const end = envelopes.find(({ testRunFinished }) => testRunFinished)?.testRunFinished?.timestamp;
  if (!end) return '';
  return history.find(({ at }) => Math.abs(Date.parse(at) - end.seconds * 1000) < 60_000)?.commit ?? '';
}

async function ofSpecification(): Promise<Documentation> {
  const envelopes: Envelope[] = [];
  await dryRun((envelope) => envelopes.push(envelope));
  const origin: Origin = { kind: 'dry run', files: [], brokenOff: false, commit: commitOf(PROJECT), outdated: 0 };
  return document(envelopes, readSurroundings(PROJECT), origin);
}

void runCommand(docs);
