import type { Capability } from '../model/capability';
import type { Feature, Rule, Scenario } from '../model/scenario';
import type { Context } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { showOutline, showScenario } from './scenario';
import { badges } from './status';

export function featurePage(feature: Feature, capability: Capability, context: Context): Page {
  return {
    path: `features/${feature.id}.html`,
    title: feature.name,
    above: [{ path: `capabilities/${capability.id}.html`, title: capability.name }],
    body: html`<h1>${feature.name}</h1>
${feature.description && html`<p class="lead">${unwrapped(feature.description)}</p>`}
<p>${badges(feature.totals)} <span class="faint place">${feature.uri}</span></p>
${scenariosOf(feature, context)}`,
  };
}

/** Lines of prose that were broken to fit an editor. */
export function unwrapped(text: string): string {
  return text.replace(/[ \t]*\n[ \t]*(?!\n)/g, ' ').trim();
}

export function scenariosOf(feature: Feature, context: Context): readonly Html[] {
  return groupsOf(feature.scenarios).map(
    ({
      rule,
      blocks,
    }) => html`<section class="rule">${head(rule)}${blocks.map((block) => (block.length > 1 || block[0]?.outline ? showOutline(block, context) : showScenario(block[0] as Scenario, context)))}</section>
`,
  );
}

function head(rule: Rule | undefined): Html {
  if (!rule) return html`<h2 class="hidden">Scenarios</h2>`;
  return html`<h2 class="rule-name"><span class="keyword">Rule</span> ${rule.name}</h2>${rule.description ? html`<p class="prose">${unwrapped(rule.description)}</p>` : NOTHING}`;
}

interface Group {
  readonly rule: Rule | undefined;
  /** One scenario, or all examples of an outline. */
  readonly blocks: Scenario[][];
}

/** In the order of the file: rules, and in them outlines with their examples together. */
export function groupsOf(scenarios: readonly Scenario[]): readonly Group[] {
  const groups: Group[] = [];
  for (const scenario of scenarios) {
    let group = groups.at(-1);
    if (!group || group.rule?.id !== scenario.rule?.id) {
      group = { rule: scenario.rule, blocks: [] };
      groups.push(group);
    }
    const block = group.blocks.at(-1);
    if (block && scenario.outline && block[0]?.outline?.id === scenario.outline.id) block.push(scenario);
    else group.blocks.push([scenario]);
  }
  return groups;
}
