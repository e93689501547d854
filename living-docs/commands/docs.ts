import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../support/measure/command';
import { readOptions } from '../arguments';
import { printBook } from '../book';
import { buildSite, SITE } from '../build';
import { totalsInWords } from '../views/status';

const OPTIONS = { from: 'some', 'dry-run': 'none', since: 'one', book: 'any', to: 'one' } as const;

/** Makes the living documentation: of the last run, of the runs that are named, or of the specification alone. */
async function docs(given: readonly string[]): Promise<number> {
  const options = readOptions(given, OPTIONS);
  const folder = resolve(options.to?.[0] ?? SITE);
  const from = options['dry-run'] ? [] : options.from;
  const documentation = await buildSite({ from, folder, since: options.since?.[0] });
  console.log(`${totalsInWords(documentation.run.totals)}\n${pathToFileURL(join(folder, 'index.html'))}`);
  if (options.book) console.log(relative('', await printBook(documentation, folder, options.book)));
  return 0;
}

void runCommand(docs);
