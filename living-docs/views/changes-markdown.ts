import type { Changes, RequirementChange, ScenarioChange, SentenceChange } from '../changes/compare';
import type { Promised } from '../changes/snapshot';
import { code, list, plain, section } from './github-markdown';
import { count } from './words';

/** What a change does to the promises, for a comment on it: weakened promises before all else. */
export function changesInMarkdown({ added, removed, changed, requirements }: Changes): string {
  const isWeaker = (change: { readonly isWeaker: boolean }) => change.isWeaker;
  const isNot = (change: { readonly isWeaker: boolean }) => !change.isWeaker;
  const nothing = added.length + removed.length + changed.length + requirements.length === 0;
  const weaker = [
    ...requirements.filter(isWeaker).map(requirement),
    ...removed.map(gone),
    ...changed.filter(isWeaker).map(scenario),
  ];
  const lines = [
    '## Promises',
    '',
    nothing
      ? 'Nothing in the specification has changed.'
      : `${count(added.length, 'scenario')} added, ${changed.length} changed, ${removed.length} removed; ${count(requirements.length, 'change')} of requirements.`,
    ...section('Weakened', list(weaker), [
      'Less is promised, or less is proven, than before. Somebody should have wanted each of these.',
      '',
    ]),
    ...section(
      'Changed',
      list([...requirements.filter(isNot).map(requirement), ...changed.filter(isNot).map(scenario)]),
    ),
    ...section('Added', list(added.map(come))),
  ];
  return `${lines.join('\n')}\n`;
}

function requirement({ id, what, before, after }: RequirementChange): string {
  const told = [before, after].filter((text) => text !== '').map(plain);
  return `- **${plain(id)} ${what}**: ${told.join(' → ')}`;
}

function gone({ name, uri }: Promised): string {
  return `- **${plain(name)}** was removed from ${code(uri)}`;
}

function come(promised: Promised): string {
  return `- ${title(promised)}${promised.isDraft ? ', a draft' : ''}`;
}

function scenario({ before, after, sentences, remarks }: ScenarioChange): string {
  const told = [
    ...(before.uri === after.uri ? [] : [`It stood in ${code(before.uri)}.`]),
    ...remarks.map(plain),
    ...sentences.map(sentence),
  ];
  return [`- ${title(after)}`, ...told.map((line) => `  - ${line}`)].join('\n');
}

function sentence(change: SentenceChange): string {
  const weaker = change.isWeaker ? ' (**weaker**)' : '';
  if (change.kind === 'added') return `added: ${plain(change.text)}`;
  if (change.kind === 'removed') return `removed: ${plain(change.text)}${weaker}`;
  return `${plain(change.before)} → ${plain(change.after)}${weaker}`;
}

function title({ name, uri, line }: Promised): string {
  return `**${plain(name)}** ${code(`${uri}:${line}`)}`;
}
