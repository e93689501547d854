import type { Documentation } from '../model/documentation';
import { type Html, html, NOTHING } from './html';
import { moment, short } from './words';

/** One page of the site. */
export interface Page {
  /** From the site's folder: "index.html", "features/x.html". */
  readonly path: string;
  readonly title: string;
  readonly body: Html;
  /** Scripts that it needs besides the site's own. */
  readonly scripts?: readonly string[];
  /** Pages above it, besides home. */
  readonly above?: readonly { readonly path: string; readonly title: string }[];
}

/** What stands on every page. */
export interface Site {
  readonly documentation: Documentation;
  readonly navigation: readonly { readonly path: string; readonly title: string }[];
}

/** No page loads anything but its own files, whatever has been attached to a scenario. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'";

export function showPage({ path, title, body, scripts = [], above = [] }: Page, site: Site): string {
  const up = path.includes('/') ? '../' : '';
  const isHome = path === 'index.html';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${isHome ? title : `${title} · OptiInfra`}</title>
<link rel="stylesheet" href="${up}assets/style.css">
${[...scripts, 'assets/remarks.js'].map((script) => html`<script defer src="${up}${script}"></script>\n`)}</head>
<body>
<a class="skip" href="#content">To the content</a>
<header class="top">
<a class="brand" href="${up}index.html"><b>OptiInfra</b> Living documentation</a>
<nav aria-label="Pages"><ul>${site.navigation.map((entry) => navigationItem(entry, path, up))}</ul></nav>
</header>
<main id="content">
${isHome ? NOTHING : crumbs(above, up)}
${body}
</main>
<footer>${foot(site.documentation)}</footer>
</body>
</html>
`.text;
}

function navigationItem(entry: { readonly path: string; readonly title: string }, path: string, up: string): Html {
  const current = entry.path === path && html` aria-current="page"`;
  return html`<li><a href="${up}${entry.path}"${current}>${entry.title}</a></li>`;
}

function crumbs(above: NonNullable<Page['above']>, up: string): Html {
  const entries = [{ path: 'index.html', title: 'Overview' }, ...above];
  return html`<nav class="crumbs" aria-label="Above this page"><ol>${entries.map(
    ({ path, title }) => html`<li><a href="${up}${path}">${title}</a></li>`,
  )}</ol></nav>`;
}

function foot({ origin, run }: Documentation): Html {
  const what =
    origin.kind === 'dry run'
      ? 'Made of the specification; nothing was run.'
      : `Made of the run of ${moment(run.startedAt ?? Number.NaN)}.`;
  return html`<p>${what}${origin.commit !== '' && html` Commit <code>${short(origin.commit)}</code>.`}${run.tool !== '' && ` ${run.tool}.`}</p>`;
}
