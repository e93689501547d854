import type { Capability } from '../model/capability';
import type { Feature } from '../model/scenario';
import { type Context, hrefOf } from './context';
import { groupsOf, unwrapped } from './feature';
import { type Html, html, NOTHING } from './html';
import { prose } from './markdown';
import type { Page } from './page';
import { badge, badges, bar, sign } from './status';
import { duration } from './words';

export function capabilityPage(capability: Capability, context: Context): Page {
  const { id, name, features, totals } = capability;
  return {
    path: `capabilities/${id}.html`,
    title: name,
    body: html`<h1>${name}</h1>
<div class="summary">${bar(totals)}${badges(totals)}</div>
${explanation(capability, context)}
<h2>What it does, feature by feature</h2>
${features.map((feature) => summary(feature, context))}`,
  };
}

function explanation({ readme, folder }: Capability, context: Context): Html {
  if (!readme) return html`<p class="note">Nobody has explained this capability yet.</p>`;
  return html`<div class="prose">${prose(withoutContents(readme.text), (href) => pageFor(href, folder, context))}</div>`;
}

/** The list of features stands below, with results. */
function withoutContents(text: string): string {
  return text.replace(/^##\s+Features\s*$[\s\S]*?(?=^##\s|$(?![\s\S]))/m, '');
}

function pageFor(href: string, folder: string, { featureOf, up }: Context): string | undefined {
  if (/^https?:/.test(href)) return href;
  if (/(?:^|\/)cast\.md/.test(href)) return `${up}glossary.html#cast`;
  if (/(?:^|\/)requirements\.yaml/.test(href)) return `${up}requirements.html`;
  const page = featureOf.get(`features/${folder}/${href.replace(/^\.\//, '')}`);
  if (page) return up + page;
  const other = /^\.\.\/([\w-]+)\/(?:README\.md)?$/.exec(href)?.[1];
  return other ? `${up}capabilities/${other}.html` : undefined;
}

function summary(feature: Feature, context: Context): Html {
  const { featureOf, up } = context;
  return html`<section class="feature">
<h3><a href="${up}${featureOf.get(feature.uri)}">${feature.name}</a></h3>
<p>${badges(feature.totals)}</p>
${feature.description && html`<p>${unwrapped(feature.description)}</p>`}
${groupsOf(feature.scenarios).map(
  ({
    rule,
    blocks,
  }) => html`${rule ? html`<p class="rule-line"><span class="keyword">Rule</span> ${rule.name}</p>` : NOTHING}
<ul class="titles">${blocks
    .flat()
    .map(
      (scenario) =>
        html`<li>${sign(scenario.status)}<span><a href="${hrefOf(scenario, context)}">${scenario.name}</a>${scenario.status !== 'passed' && html` ${badge(scenario.status)}`}${scenario.attempts.length > 0 && html` <span class="faint">${duration(scenario.milliseconds)}</span>`}</span></li>`,
    )}</ul>`,
)}
</section>
`;
}
