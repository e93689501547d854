import { z } from 'zod';
import type { Projects } from '../projects/projects.ts';
import { type GoogleCall, type Route, read } from '../protocol/api.ts';
import { notFound } from '../protocol/errors.ts';
import { pageOf } from '../protocol/paging.ts';
import { computeEngine, skusFor, type Timeline } from './skus.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const skuQuery = z.looseObject({
  currencyCode: z.literal('USD', 'must be USD').default('USD'),
  startTime: time.optional(),
  endTime: time.optional(),
  pageSize: z.coerce.number().int().min(0).max(5000).default(5000),
  pageToken: z.string().optional(),
});

/** The price list of Compute Engine, in Cloud Billing's catalogue. */
export function billingRoutes(projects: Projects): readonly Route[] {
  return [{ method: 'GET', url: '/services/:service/skus', act: (call) => listSkus(projects, call) }];
}

function listSkus(projects: Projects, { bearer, parameters, query }: GoogleCall): object {
  if (parameters.service !== computeEngine) throw notFound(`services/${parameters.service}`);
  const wish = read(skuQuery, query);
  const project = bearer.kind === 'platform' ? undefined : projects.get(bearer.projectId);
  const { things, nextPageToken } = pageOf(skusFor(project, timelineOf(wish)), {
    size: wish.pageSize || 5000,
    token: wish.pageToken,
  });
  return { skus: things, nextPageToken: nextPageToken ?? '' };
}

function timelineOf({ startTime, endTime }: z.output<typeof skuQuery>): Timeline | undefined {
  if (!startTime && !endTime) return undefined;
  const end = endTime ?? new Date();
  return { start: startTime ?? end, end };
}
