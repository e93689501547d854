import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { readOptions } from '../arguments';
import { textsAt, textsNow } from '../changes/at-version';
import { compare } from '../changes/compare';
import { takeSnapshot } from '../changes/snapshot';
import { changesInMarkdown } from '../views/changes-markdown';

/** Prints what the specification promises more, less or differently than at a version, as Markdown: for a comment on a change. */
async function changes(given: readonly string[]): Promise<number> {
  const { since } = readOptions(given, { since: 'one' });
  const before = textsAt(PROJECT, since?.[0] ?? 'HEAD');
  process.stdout.write(changesInMarkdown(compare(takeSnapshot(before.texts), takeSnapshot(textsNow(PROJECT)))));
  return 0;
}

void runCommand(changes);
