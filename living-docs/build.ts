import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { PROJECT } from '../support/environment/paths';
import { dryRun } from '../support/reports/dry-run';
import { commitOf } from '../support/reports/history';
import { textsAt, textsNow } from './changes/at-version';
import { compare } from './changes/compare';
import { compareResults } from './changes/results';
import { takeSnapshot } from './changes/snapshot';
import { type Documentation, document, type Origin } from './model/documentation';
import { mergeStreams } from './model/merge';
import { readStream } from './model/stream';
import { writeSite } from './site';
import { changedSince, readSurroundings, untold } from './sources';
import type { Since } from './views/changes';

const MESSAGES = join(PROJECT, 'reports/messages.ndjson');

/** Where the site stands unless somebody says otherwise. */
export const SITE = join(PROJECT, 'living-docs/site');

export interface Wanted {
  /** Files of messages; empty for the specification alone; undefined for the last run, where there was one. */
  readonly from?: readonly string[] | undefined;
  readonly folder?: string;
  /** A version to tell the changes since. */
  readonly since?: string | undefined;
}

/** Makes the site. @throws {ConfigurationError} for files or versions that are none */
export async function buildSite({ from, folder = SITE, since }: Wanted): Promise<Documentation> {
  // Before anything is read: a version that does not exist should not take a minute to be refused.
  const version = since === undefined ? undefined : textsAt(PROJECT, since);
  const files = from ?? (existsSync(MESSAGES) ? [MESSAGES] : []);
  const documentation = files.length > 0 ? await ofRuns(files) : await ofSpecification();
  writeSite(documentation, folder, version && sinceVersion(since ?? '', version, documentation));
  return documentation;
}

function sinceVersion(name: string, version: ReturnType<typeof textsAt>, documentation: Documentation): Since {
  return {
    version: name,
    commit: version.commit,
    changes: compare(takeSnapshot(version.texts), takeSnapshot(textsNow(PROJECT))),
    results: compareResults(documentation.scenarios, documentation.history, version),
  };
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
