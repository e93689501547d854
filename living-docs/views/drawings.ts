import { ROLLOUT_MEDIA_TYPE } from '../../support/reports/media-types';
import { parseRollout, type RolloutRecord } from '../../support/reports/rollout-record';
import { type Stage, stageChart } from './charts';
import type { Drawing } from './evidence';
import { html } from './html';

/** By media type. */
export const drawings: ReadonlyMap<string, Drawing> = new Map([[ROLLOUT_MEDIA_TYPE, drawRollout]]);

const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** Cost, speed and quality from stage to stage, as three small charts, and the same in a table. */
function drawRollout(data: unknown): ReturnType<Drawing> {
  const record = parseRollout(data);
  if (!record) return undefined;
  const charts = SHOWN.map(({ title, of, show }) => ({
    title,
    stages: record.stages.flatMap((stage): readonly Stage[] => {
      const value = of(stage);
      return value === null ? [] : [{ name: stage.name, value, shown: show(value) }];
    }),
  })).filter(({ stages }) => stages.length > 1);
  return html`<figure class="rollout"><figcaption>What the change did for ${record.customer}, stage by stage</figcaption><div class="charts">${charts.map(stageChart)}</div>
<details><summary>The figures</summary><div class="wide" tabindex="0" role="group" aria-label="Figures of the stages"><table><thead><tr><th scope="col">When</th>${SHOWN.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}</tr></thead><tbody>${record.stages.map(
    (stage) =>
      html`<tr><td>${stage.name}</td>${SHOWN.map(({ of, show }) => {
        const value = of(stage);
        return html`<td class="number">${value === null ? '' : show(value)}</td>`;
      })}</tr>`,
  )}</tbody></table></div></details></figure>`;
}

type Shown = RolloutRecord['stages'][number];

const SHOWN: readonly {
  readonly title: string;
  readonly of: (stage: Shown) => number | null;
  readonly show: (value: number) => string;
}[] = [
  { title: 'Machines, a month', of: ({ cost }) => cost, show: (value) => MONEY.format(value) },
  { title: 'P95 latency', of: ({ latency }) => latency, show: (value) => `${value.toFixed(2)} s` },
  { title: 'Answers that are right', of: ({ quality }) => quality, show: (value) => `${(value * 100).toFixed(1)}%` },
];
