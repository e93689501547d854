import { z } from 'zod';
import type { Deployment } from './deployment.ts';
import { quantileOf } from './pace.ts';

/** What Prometheus answers to a query over a range of time; times are seconds since 1970 of the wall clock. */
export interface Matrix {
  readonly status: 'success';
  readonly data: {
    readonly resultType: 'matrix';
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [at: number, value: string])[];
    }[];
  };
}

/** A query that cannot be answered, as Prometheus says so. */
export class BadData extends Error {
  document(): { readonly status: 'error'; readonly errorType: 'bad_data'; readonly error: string } {
    return { status: 'error', errorType: 'bad_data', error: this.message };
  }
}

const supported =
  'histogram_quantile(0.95, sum by (le, deployment) (rate(vllm:e2e_request_latency_seconds_bucket[1h]))), with any share and any range';

/** Prometheus' own limit on the points of a series. */
const mostPoints = 11_000;

/** @param now wall milliseconds @throws BadData */
export function answerRange(deployments: readonly Deployment[], query: unknown, now: number): Matrix {
  const { share, rangeSeconds } = quantileIn(text(query, 'query'));
  const moments = momentsOf(query).filter((at) => at * 1000 <= now);
  const result = deployments.map((deployment) => ({
    metric: { deployment: deployment.spec.name },
    values: moments.flatMap((at) => {
      const pace = deployment.paceDuring({ from: (at - rangeSeconds) * 1000, to: at * 1000 });
      return pace ? [[at, String(quantileOf(pace, share))] as const] : [];
    }),
  }));
  return {
    status: 'success',
    data: { resultType: 'matrix', result: result.filter(({ values }) => values.length > 0) },
  };
}

function quantileIn(query: string): { readonly share: number; readonly rangeSeconds: number } {
  const compact = query
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),[\]]) ?/g, '$1');
  const [, share, range] = shape.exec(compact) ?? [];
  const rangeSeconds = durationOf(range ?? '');
  if (share !== undefined && Number(share) <= 1 && rangeSeconds) return { share: Number(share), rangeSeconds };
  throw new BadData(`invalid parameter "query": ${query} is none that this gateway answers; it answers ${supported}`);
}

const shape =
  /^histogram_quantile\((\d*\.?\d+),sum by\((?:le,deployment|deployment,le)\)\(rate\(vllm:e2e_request_latency_seconds_bucket\[(\w+)\]\)\)\)$/;

/** Seconds since 1970, of each step from start to end. */
function momentsOf(query: unknown): readonly number[] {
  const [start, end] = [timeOf(query, 'start'), timeOf(query, 'end')];
  if (end < start) throw new BadData('invalid parameter "end": end timestamp must not be before start time');
  const step = stepOf(query);
  const points = Math.floor((end - start) / step) + 1;
  if (points <= mostPoints) return Array.from({ length: points }, (_, k) => start + k * step);
  throw new BadData(
    'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
  );
}

function timeOf(query: unknown, name: 'start' | 'end'): number {
  const given = text(query, name);
  const time = given.trim() === '' ? Number.NaN : Number(given);
  const seconds = Number.isNaN(time) ? Date.parse(given) / 1000 : time;
  if (Number.isFinite(seconds)) return seconds;
  throw new BadData(`invalid parameter "${name}": cannot parse "${given}" to a valid timestamp`);
}

function stepOf(query: unknown): number {
  const given = text(query, 'step');
  const seconds = durationOf(given) ?? Number(given);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  const reason = seconds <= 0 ? 'zero or negative query resolution step widths are not accepted' : 'it is no duration';
  throw new BadData(`invalid parameter "step": ${reason}. Write it like 3600 or 1h`);
}

/** Of one unit, such as 90s; undefined for anything else. */
function durationOf(written: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(written) ?? [];
  return count === undefined ? undefined : Number(count) * (unitSeconds[unit] ?? 0);
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function text(query: unknown, name: 'query' | 'start' | 'end' | 'step'): string {
  const found = z.object({ [name]: z.string() }).safeParse(query).data?.[name];
  if (found !== undefined) return found;
  throw new BadData(`invalid parameter "${name}": it must be given once`);
}
