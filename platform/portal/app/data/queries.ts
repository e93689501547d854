import { type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import {
  api,
  type Infrastructure,
  type Metric,
  type Optimization,
  type Recommendation,
  type Resolution,
  type Schemas,
  session,
} from './api.ts';
import type { LiveEvent } from './live.ts';

const HOUR_MS = 3_600_000;

/** Who is signed in; the pages behind the sign-in are shown to nobody else. */
export function customerId(): string {
  return session.current?.customer_id ?? '';
}

const path = (rest: string) => `/customers/${customerId()}${rest}`;

export const useDashboard = (): UseQueryResult<Schemas['Dashboard']> =>
  useQuery({ queryKey: ['dashboard'], queryFn: () => api('GET', `/portal${path('/dashboard')}`) });

export const useCustomer = (): UseQueryResult<Schemas['Customer']> =>
  useQuery({ queryKey: ['customer'], queryFn: () => api('GET', path('')) });

export const useInfrastructure = (): UseQueryResult<Infrastructure> =>
  useQuery({ queryKey: ['infrastructure'], queryFn: () => api('GET', path('/infrastructure')) });

export const useRecommendations = (): UseQueryResult<readonly Recommendation[]> =>
  useQuery({ queryKey: ['recommendations'], queryFn: () => api('GET', path('/recommendations')) });

export const useOptimizations = (): UseQueryResult<readonly Optimization[]> =>
  useQuery({ queryKey: ['optimizations'], queryFn: () => api('GET', path('/optimizations')) });

export const useOptimization = (id: string): UseQueryResult<Optimization> =>
  useQuery({ queryKey: ['optimizations', id], queryFn: () => api('GET', `/optimizations/${id}`) });

export const useResolution = (id: string): UseQueryResult<Resolution> =>
  useQuery({ queryKey: ['resolutions', id], queryFn: () => api('GET', `/orchestrator/resolutions/${id}`) });

export const usePreferences = (): UseQueryResult<Schemas['Preferences']> =>
  useQuery({ queryKey: ['preferences'], queryFn: () => api('GET', path('/preferences')) });

export const useEvents = (): UseQueryResult<readonly LiveEvent[]> =>
  useQuery({ queryKey: ['events'], queryFn: () => api('GET', path('/events')) });

/** What was measured in the last so many hours, oldest first. */
export function useMetric(type: Schemas['MetricType'], hours: number): UseQueryResult<readonly Metric[]> {
  return useQuery({
    queryKey: ['metrics', type, hours],
    queryFn: () => {
      const query = new URLSearchParams({
        metric_type: type,
        start_time: new Date(Date.now() - hours * HOUR_MS).toISOString(),
      });
      return api('GET', path(`/metrics?${query}`));
    },
  });
}

/** What each kind of news makes worth another look. */
const CONCERNED: readonly (readonly [prefix: string, keys: readonly string[]])[] = [
  ['infrastructure.', ['infrastructure', 'dashboard']],
  ['analysis.', ['recommendations', 'dashboard', 'metrics']],
  ['recommendation.', ['recommendations', 'dashboard']],
  ['optimization.', ['optimizations', 'dashboard', 'recommendations', 'infrastructure', 'metrics']],
  ['resolution.', ['resolutions', 'optimizations', 'recommendations', 'dashboard']],
  ['conflict.', ['resolutions']],
  ['metrics.', ['metrics', 'dashboard']],
];

export function concernedBy(type: string): readonly string[] {
  return ['events', ...CONCERNED.flatMap(([prefix, keys]) => (type.startsWith(prefix) ? keys : []))];
}

export function renew(client: QueryClient, { type }: LiveEvent): void {
  for (const key of concernedBy(type)) void client.invalidateQueries({ queryKey: [key] });
}
