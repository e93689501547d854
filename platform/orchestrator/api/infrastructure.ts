import type { components } from '../../../contracts/generated/openapi.ts';
import type { Measurement, MetricType } from '../../shared/metrics-store.ts';
import { badRequest } from '../../shared/problem.ts';
import { getCustomer } from '../customers/customers.ts';
import { getInfrastructure } from '../infrastructure/infrastructure.ts';
import { type ApiDependencies, customerIdOf, type Operations } from './dependencies.ts';

interface MetricsQuery {
  readonly metric_type: MetricType;
  readonly start_time?: string;
  readonly end_time?: string;
}

/** The newest so many measurements are answered. */
const MEASUREMENTS_AT_ONCE = 10_000;

export function infrastructureOperations({ access, stores: { db }, metrics }: ApiDependencies): Operations {
  return {
    getInfrastructure: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return getInfrastructure(db, customerId);
    },
    getMetrics: async (request) => {
      const customerId = customerIdOf(request);
      const { metric_type: metricType, start_time, end_time } = request.query as MetricsQuery;
      const from = instant('start_time', start_time);
      const to = instant('end_time', end_time);
      await access.toRead(request, customerId);
      await getCustomer(db, customerId);
      const measurements = await metrics.read({ customerId, metricType, from, to, limit: MEASUREMENTS_AT_ONCE });
      return measurements.map((measurement) => toMetric(metricType, measurement));
    },
  };
}

/** A date-time of the contract may name a moment that does not exist, such as 23:59:60. */
function instant(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw badRequest(`query.${name} is not a moment that exists`);
  return date;
}

function toMetric(metricType: MetricType, { timestamp, value, scope }: Measurement): components['schemas']['Metric'] {
  return { metric_type: metricType, timestamp: timestamp.toISOString(), value, ...(scope !== '' && { scope }) };
}
