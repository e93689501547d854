import { z } from 'zod';
import type { components } from '../../../contracts/generated/agents.ts';
import { engineArgsSchema } from '../../shared/gateway.ts';

type Schemas = components['schemas'];

export const money = z.number();
export const cloudProvider = z.enum(['aws', 'gcp']);
export const market = z.enum(['on_demand', 'spot']);
export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What an agent has decided about machines or a deployment, and why. */
export const finding = z.strictObject({
  kind: z.string(),
  instance_ids: z.array(z.string()),
  decision: z.enum(['recommended', 'refused']),
  reason: z.enum([
    'offer_rule_met',
    'latency_critical',
    'not_fault_tolerant',
    'already_spot',
    'no_spot_pool',
    'discount_too_small',
    'interruptions_too_frequent',
    'capacity_too_small',
    'bottleneck_found',
    'no_bottleneck',
    'already_applied',
    'idle',
    'in_use',
    'oversized',
    'well_sized',
    'memory_bound',
    'no_smaller_size',
    'not_measured_long_enough',
    'cheaper_elsewhere',
    'not_cheaper_elsewhere',
    'transfer_cost_too_high',
    'steady_use',
    'too_young',
    'not_steady',
    'planned_otherwise',
    'already_reserved',
    'no_reservation_sold',
  ]),
  deployment: z.string().exactOptional(),
  facts: facts.default({}),
}) satisfies z.ZodType<Schemas['Finding']>;

const bottleneck = z.strictObject({
  name: z.enum(['time_to_first_token', 'time_per_output_token', 'waiting_requests', 'prefix_cache_unused', 'memory']),
  measured: z.number(),
  threshold: z.number(),
}) satisfies z.ZodType<Schemas['Bottleneck']>;

const placement = z.strictObject({
  cloud_provider: cloudProvider,
  region: z.string(),
  instance_type: z.string(),
  market,
  transfer_gb: z.number().min(0),
  transfer_cost: z.number().min(0),
}) satisfies z.ZodType<Schemas['Placement']>;

const reservationTerms = z.strictObject({
  term_years: z.literal([1, 3]),
  payment_option: z.enum(['no_upfront', 'partial_upfront', 'all_upfront']),
  upfront: money,
  monthly: money,
  commitment: money,
  savings: money,
  break_even_month: z.number().int().min(1),
}) satisfies z.ZodType<Schemas['ReservationTerms']>;

/** What the customer is to be offered. */
export const proposal = z.strictObject({
  type: z.enum([
    'spot_migration',
    'batch_spot_migration',
    'kv_cache_optimization',
    'quantization',
    'batch_optimization',
    'right_sizing',
    'idle_termination',
    'cloud_placement',
    'reserved_capacity',
  ]),
  title: z.string(),
  description: z.string(),
  risk_level: z.enum(['low', 'medium', 'high', 'critical']),
  risk_assessed_by: z.enum(['rules', 'language_model']),
  estimated_savings: money,
  confidence: z.number().min(0).max(1),
  instance_ids: z.array(z.string()).min(1),
  deployment: z.string().exactOptional(),
  engine_args: engineArgsSchema.exactOptional(),
  target_instance_type: z.string().exactOptional(),
  placement: placement.exactOptional(),
  reservation: reservationTerms.exactOptional(),
  reservation_options: z.array(reservationTerms).exactOptional(),
  bottlenecks: z.array(bottleneck).exactOptional(),
}) satisfies z.ZodType<Schemas['ProposedRecommendation']>;
