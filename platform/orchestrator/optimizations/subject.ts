import type { components } from '../../../contracts/generated/openapi.ts';
import type { EngineArgs } from '../../shared/gateway.ts';
import type { OptimizationRecord } from './records.ts';

type Schemas = components['schemas'];

/** What the recommendation asks for. */
export interface Subject {
  readonly instanceIds: readonly string[];
  readonly deployment: string | undefined;
  readonly engineArgs: EngineArgs | undefined;
  readonly targetInstanceType: string | undefined;
  readonly placement: Schemas['Placement'] | undefined;
  readonly reservation: Schemas['ReservationTerms'] | undefined;
}

export function subjectOf(optimization: OptimizationRecord): Subject {
  return {
    instanceIds: optimization.instance_ids,
    deployment: optimization.deployment ?? undefined,
    engineArgs: optimization.engine_args ?? undefined,
    targetInstanceType: optimization.target_instance_type ?? undefined,
    placement: optimization.placement ?? undefined,
    reservation: optimization.reservation ?? undefined,
  };
}
