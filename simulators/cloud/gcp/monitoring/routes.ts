import { z } from 'zod';
import { ownProject } from '../gate.ts';
import type { Projects } from '../projects/projects.ts';
import { type GoogleCall, type Route, read } from '../protocol/api.ts';
import { invalid } from '../protocol/errors.ts';
import { filterOf } from '../protocol/filter.ts';
import { pageOf } from '../protocol/paging.ts';
import { type SeriesWish, seriesIn } from './series.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const seriesQuery = z.looseObject({
  filter: z.string().regex(/metric\.type/, 'must name a metric.type'),
  'interval.startTime': time.optional(),
  'interval.endTime': time,
  'aggregation.alignmentPeriod': z
    .string()
    .regex(/^\d+s$/, 'must be seconds, such as 3600s')
    .optional(),
  'aggregation.perSeriesAligner': z.string().default('ALIGN_NONE'),
  'aggregation.crossSeriesReducer': z.literal('REDUCE_NONE', 'must be REDUCE_NONE').default('REDUCE_NONE'),
  pageSize: z.coerce.number().int().min(0).max(100_000).default(100_000),
  pageToken: z.string().optional(),
});

type Query = z.output<typeof seriesQuery>;

/** What Cloud Monitoring tells of machines. */
export function monitoringRoutes(projects: Projects): readonly Route[] {
  return [{ method: 'GET', url: '/projects/:project/timeSeries', act: (call) => listTimeSeries(projects, call) }];
}

function listTimeSeries(projects: Projects, { bearer, parameters, query }: GoogleCall): object {
  const project = ownProject(projects, bearer, parameters.project ?? '');
  const asked = read(seriesQuery, query);
  const series = seriesIn(project, wishOf(asked));
  const { things, nextPageToken } = pageOf(series, { size: asked.pageSize || 100_000, token: asked.pageToken });
  return { timeSeries: things, nextPageToken };
}

function wishOf(query: Query): SeriesWish {
  const end = query['interval.endTime'];
  const start = query['interval.startTime'] ?? end;
  if (start > end) throw invalid('Field interval.startTime must not be later than interval.endTime.');
  return { passes: filterOf(query.filter), interval: { start, end }, alignment: alignmentOf(query) };
}

function alignmentOf(query: Query): SeriesWish['alignment'] {
  const aligner = query['aggregation.perSeriesAligner'];
  if (aligner === 'ALIGN_NONE') return undefined;
  const periodSeconds = Number.parseInt(query['aggregation.alignmentPeriod'] ?? '0', 10);
  if (periodSeconds < 60) throw invalid('Field aggregation.alignmentPeriod must be at least 60s.');
  return { aligner, periodSeconds };
}
