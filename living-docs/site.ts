import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../support/config';
import { assets } from './assets';
import type { Documentation } from './model/documentation';
import { searchIndex } from './search-index';
import { capabilityPage } from './views/capability';
import { changesPage, type Since } from './views/changes';
import { type Context, contextOf } from './views/context';
import type { Shelf } from './views/evidence';
import { evidencePage } from './views/evidence-index';
import { failuresPage } from './views/failures';
import { featurePage } from './views/feature';
import { figuresPage } from './views/figures';
import { glossaryPage } from './views/glossary';
import { historyPage } from './views/history';
import { homePage } from './views/home';
import { type Page, type Site, showPage } from './views/page';
import { redirect } from './views/redirect';
import { requirementsPage } from './views/requirements';
import { searchPage } from './views/search';
import { stepsPage } from './views/steps';

/** Stands in each folder that holds a site, so that nothing else is ever overwritten. */
const MARK = '.living-docs';

/** Writes all pages. @param since the version that changes are told of @throws {ConfigurationError} when the folder holds something else */
export function writeSite(documentation: Documentation, folder: string, since?: Since): void {
  clear(folder);
  const shelf = shelfIn(folder);
  const above = contextOf(documentation, shelf, '');
  const below = contextOf(documentation, shelf, '../');
  const extra = since ? [changesPage(since, above)] : [];
  const site: Site = { documentation, navigation: navigation(extra) };
  for (const page of pagesOf({ above, below, extra })) write(folder, page.path, showPage(page, site));
  for (const { id, name, uri } of documentation.scenarios)
    write(folder, `scenarios/${id}.html`, redirect(name, `../${above.featureOf.get(uri)}#${id}`));
  for (const [name, text] of assets()) write(folder, `assets/${name}`, text);
  write(folder, 'assets/index-data.js', searchIndex(documentation));
}

interface Contexts {
  /** For pages in the site's folder. */
  readonly above: Context;
  /** For those in a folder of it. */
  readonly below: Context;
  readonly extra: readonly Page[];
}

/** One after the other, so that a large specification is never in memory as a whole. */
function* pagesOf({ above, below, extra }: Contexts): Generator<Page> {
  for (const page of [homePage, requirementsPage, figuresPage, failuresPage, historyPage]) yield page(above);
  for (const page of [glossaryPage, stepsPage, evidencePage, searchPage]) yield page(above);
  yield* extra;
  for (const capability of above.documentation.capabilities) {
    yield capabilityPage(capability, below);
    for (const feature of capability.features) yield featurePage(feature, capability, below);
  }
}

function navigation(extra: readonly Page[]): Site['navigation'] {
  return [
    { path: 'index.html', title: 'Overview' },
    ...extra.map(({ path, title }) => ({ path, title })),
    { path: 'requirements.html', title: 'Requirements' },
    { path: 'figures.html', title: 'Figures' },
    { path: 'failures.html', title: 'Failures' },
    { path: 'history.html', title: 'History' },
    { path: 'evidence.html', title: 'Evidence' },
    { path: 'glossary.html', title: 'Glossary' },
    { path: 'steps.html', title: 'Sentences' },
    { path: 'search.html', title: 'Search' },
  ];
}

function clear(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, MARK)))
      throw new ConfigurationError(
        'The folder for the site',
        folder,
        'one that is empty, new, or holds a site already',
      );
    rmSync(folder, { recursive: true });
  }
  write(folder, MARK, 'This folder is made by "npm run docs" and replaced by the next one.\n');
}

/** What is too large for a page; the same content is kept once. */
function shelfIn(folder: string): Shelf {
  return {
    put(content, ending) {
      const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
      const path = `evidence/${name}${ending}`;
      if (!existsSync(join(folder, path))) write(folder, path, content);
      return path;
    },
  };
}

function write(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
