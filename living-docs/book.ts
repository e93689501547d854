import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '../support/config';
import { launchBrowser } from './browser';
import type { Capability } from './model/capability';
import type { Documentation } from './model/documentation';
import { bookPage } from './views/book';
import { contextOf } from './views/context';

/** Prints capabilities as one PDF, with the browser that the suite has. @param names folders of capabilities; none for all @returns its path */
export async function printBook(
  documentation: Documentation,
  folder: string,
  names: readonly string[],
): Promise<string> {
  const capabilities = chosen(documentation.capabilities, names);
  // A book cannot be unfolded: evidence stays in the site.
  const context = contextOf(documentation, { put: () => '' }, '');
  const source = join(folder, 'book.html');
  writeFileSync(source, bookPage(capabilities, context));
  const target = join(folder, 'book.pdf');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(source).href);
    await page.pdf({
      path: target,
      format: 'A4',
      tagged: true,
      outline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<p style="font: 8pt sans-serif; color: #5b646c; width: 100%; text-align: center"><span class="pageNumber"></span></p>',
      margin: { top: '20mm', bottom: '20mm', left: '18mm', right: '18mm' },
    });
  } finally {
    await browser.close();
  }
  return target;
}

function chosen(capabilities: readonly Capability[], names: readonly string[]): readonly Capability[] {
  const known = capabilities.map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ConfigurationError('--book', unknown, known.join(', '));
  return names.length === 0 ? capabilities : capabilities.filter(({ id }) => names.includes(id));
}
