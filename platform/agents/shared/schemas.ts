import { z } from 'zod';
import type { components as agents } from '../../../contracts/generated/agents.ts';
import type { components } from '../../../contracts/generated/openapi.ts';
import { engineArgsSchema } from '../../shared/gateway.ts';

export type Finding = components['schemas']['Finding'];
export type Proposal = agents['schemas']['ProposedRecommendation'];
export type ReservationTerms = components['schemas']['ReservationTerms'];

/** Shapes that the parameters and outputs of several tasks have in common. */
export const noParameters = z.object({});
export const instanceIds = z.array(z.string().min(1));
export const deploymentParameters = z.object({ deployment: z.string().min(1) });
export const share = z.number().min(0).max(1);
/** Hours of the past that are recorded. */
export const historyHours = z.number().int().min(1).max(168);
export const facts = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

export const validation = z.object({
  agent_type: z.enum(['cost', 'performance', 'resource', 'application']),
  approved: z.boolean(),
  reason: z.string(),
  baseline_established: z.boolean().optional(),
  facts: facts.optional(),
});

export const cloudProvider = z.enum(['aws', 'gcp']);
export const market = z.enum(['on_demand', 'spot']);

/** Where work goes that moves to another cloud. */
export const placement = z.object({
  cloud_provider: cloudProvider,
  region: z.string().min(1),
  instance_type: z.string().min(1),
  market,
  /** Gigabytes (2^30 bytes) a month. */
  transfer_gb: z.number().min(0),
  /** US dollars a month. */
  transfer_cost: z.number().min(0),
});

export const optimizationType = z.enum([
  'spot_migration',
  'batch_spot_migration',
  'kv_cache_optimization',
  'quantization',
  'batch_optimization',
  'right_sizing',
  'idle_termination',
  'cloud_placement',
  'reserved_capacity',
]);

/** Why something is recommended, or not. */
export const finding = z.object({
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
  facts: facts.exactOptional(),
});

const bottleneck = z.object({
  name: z.enum(['time_to_first_token', 'time_per_output_token', 'waiting_requests', 'prefix_cache_unused', 'memory']),
  measured: z.number(),
  threshold: z.number(),
});

export const reservationTerm = z.literal([1, 3]);
export const paymentOption = z.enum(['no_upfront', 'partial_upfront', 'all_upfront']);

const reservationTerms = z.object({
  term_years: reservationTerm,
  payment_option: paymentOption,
  upfront: z.number().min(0),
  monthly: z.number().min(0),
  commitment: z.number().min(0),
  savings: z.number(),
  break_even_month: z.number().int().min(1),
});

/** What the customer is offered. */
export const proposal = z.object({
  type: optimizationType,
  title: z.string(),
  description: z.string(),
  risk_level: z.enum(['low', 'medium', 'high', 'critical']),
  risk_assessed_by: z.enum(['rules', 'language_model']),
  estimated_savings: z.number().min(0),
  confidence: share,
  instance_ids: instanceIds.min(1),
  deployment: z.string().exactOptional(),
  engine_args: engineArgsSchema.exactOptional(),
  target_instance_type: z.string().exactOptional(),
  placement: placement.exactOptional(),
  reservation: reservationTerms.exactOptional(),
  reservation_options: z.array(reservationTerms).exactOptional(),
  bottlenecks: z.array(bottleneck).exactOptional(),
});
