import { type Attempt, isDraft, isFlaky, type Scenario, type Sentence, type Step } from '../model/scenario';
import { requirementsOf } from '../model/traceability';
import type { Context } from './context';
import { showEvidence } from './evidence';
import { figureTable } from './figures';
import { type Html, html, NOTHING } from './html';
import { pastStrip } from './past';
import { badge, className, sign } from './status';
import { duration } from './words';

/** A scenario with what became of it, sentence by sentence. */
export function showScenario(scenario: Scenario, context: Context): Html {
  return html`<article class="scenario ${className(scenario.status)}" id="${scenario.id}" data-scenario="${scenario.name}" data-place="${scenario.uri}:${scenario.line}">
<h3><a href="#${scenario.id}">${scenario.name}</a></h3>
${meta(scenario, context)}
${description(scenario)}
${steps(scenario, context)}
${aftermath(scenario, context)}
</article>
`;
}

/** The rows of an outline: its sentences once, then a row for each example with what became of it. */
export function showOutline(examples: readonly Scenario[], context: Context): Html {
  const [first] = examples;
  const outline = first?.outline;
  if (!first || !outline) return NOTHING;
  const headings = [...first.example.keys()];
  return html`<section class="scenario outline">
<h3>${outline.name.replace(/<([^>]*)>/g, '‹$1›')}</h3>
${description(first)}
<ol class="steps">${outline.sentences.map((sentence) => sentenceItem(sentence, placeholders(sentence.text)))}</ol>
<div class="wide" tabindex="0" role="group" aria-label="Examples"><table class="examples"><thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}<th scope="col">Result</th></tr></thead>
<tbody>${examples.map((example) => html`<tr>${headings.map((heading) => html`<td>${example.example.get(heading)}</td>`)}<td><a href="#${example.id}">${badge(example.status)}</a></td></tr>`)}</tbody></table></div>
<div class="rows">${examples.map((example) => exampleDetails(example, context))}</div>
</section>
`;
}

function exampleDetails(scenario: Scenario, context: Context): Html {
  const isOpen = scenario.status !== 'passed' && scenario.status !== 'not run';
  const values = [...scenario.example.values()].join(' · ');
  return html`<details class="example ${className(scenario.status)}" id="${scenario.id}" data-scenario="${scenario.name}" data-place="${scenario.uri}:${scenario.line}"${isOpen && html` open`}>
<summary>${sign(scenario.status)}<span>${scenario.name === scenario.outline?.name ? values : scenario.name}</span></summary>
${meta(scenario, context)}
${steps(scenario, context)}
${aftermath(scenario, context)}
</details>
`;
}

function meta(scenario: Scenario, context: Context): Html {
  const { status, milliseconds, attempts, tags } = scenario;
  const own = new Set(requirementsOf(scenario));
  return html`<p class="meta">${badge(status, isFlaky(scenario) ? `passed at attempt ${attempts.length}` : status)}${
    attempts.length > 0 && html` <span>${duration(milliseconds)}</span>`
  }${isDraft(scenario) && html` <span class="draft">draft</span>`} ${[...own].map((id) => html` <a class="requirement" href="${context.up}requirements.html#${id}">${id}</a>`)}${tags
    .filter((tag) => /^@(?:e2e|integration|performance|security)$/.test(tag))
    .map(
      (tag) => html` <span class="faint">${tag.slice(1)}</span>`,
    )}${pastStrip(context.documentation.pastResults.get(scenario.id) ?? [])}</p>`;
}

function description({ description: text }: Scenario): Html {
  return text ? html`<p class="prose">${text}</p>` : NOTHING;
}

function steps(scenario: Scenario, context: Context): Html {
  if (scenario.steps.length === 0) return html`<p class="note">It has no sentences, so it proves nothing.</p>`;
  const linked = new Set<string>();
  return html`<ol class="steps">${scenario.steps.map((step) => stepItem(step, linked, context))}</ol>`;
}

function stepItem(step: Step, linked: Set<string>, context: Context): Html {
  const quiet = step.status === 'not run';
  return html`<li class="step ${className(step.status)}">${!quiet && sign(step.status)}${
    !quiet && step.status !== 'passed' && html`<span class="hidden">${step.status}: </span>`
  }<span class="keyword">${step.keyword.trim()}</span> <span class="sentence">${context.marker.mark(step.text, linked)}</span>${argument(step)}${
    step.message && html`<pre class="failure" tabindex="0">${step.message}</pre>`
  }${showEvidence(step.evidence, context)}</li>`;
}

function sentenceItem(sentence: Sentence, text: Html): Html {
  return html`<li class="step"><span class="keyword">${sentence.keyword.trim()}</span> <span class="sentence">${text}</span>${argument(sentence)}</li>`;
}

function argument({ table, docString }: Sentence): Html {
  return html`${
    table &&
    html`<div class="wide" tabindex="0" role="group" aria-label="Table of the sentence"><table class="argument"><tbody>${table.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
  }${docString !== undefined && html`<pre tabindex="0">${docString}</pre>`}`;
}

function placeholders(text: string): Html {
  return html`${text.split(/(<[^>]+>)/).map((part) => (/^<.*>$/.test(part) ? html`<i>‹${part.slice(1, -1)}›</i>` : part))}`;
}

function aftermath(scenario: Scenario, context: Context): Html {
  const { hooks, evidence, attempts, thresholds } = scenario;
  const earlier = attempts.slice(0, -1);
  return html`${hooks.map(({ name, message }) => html`<div class="hook"><p>${sign('failed')} ${name}</p><pre class="failure" tabindex="0">${message}</pre></div>`)}${
    earlier.length > 0 &&
    html`<details><summary>Earlier attempts: ${earlier.map(({ status }) => status).join(', ')}</summary><ol class="attempts">${earlier.map(attempt)}</ol></details>`
  }${
    thresholds.length > 0 &&
    html`<details><summary>Figures: promised and measured</summary>${figureTable(thresholds)}</details>`
  }${showEvidence(evidence, context)}`;
}

function attempt({ status, milliseconds, message }: Attempt): Html {
  return html`<li>${badge(status)} ${duration(milliseconds)}${message && html`<pre class="failure" tabindex="0">${message}</pre>`}</li>`;
}
