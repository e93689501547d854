import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A barrier that axe has found on a page. */
export interface Finding {
  /** axe's name of the rule. */
  readonly rule: string;
  readonly help: string;
  /** The first element that breaks it. */
  readonly where: string;
}

/** By tags of axe: WCAG 2.2 AA, and what the makers of axe recommend beyond; or only what depends on colours. */
const RULES = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  colours: ['color-contrast', 'link-in-text-block'],
} as const;

let source: string | undefined;

/** Looks at the page as it is now with axe-core. */
export async function findings(page: Page, rules: keyof typeof RULES = 'all'): Promise<readonly Finding[]> {
  source ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  return await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES[rules])} }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => ({ rule: id, help, where: nodes[0]?.html.slice(0, 200) ?? '' })))`);
}
