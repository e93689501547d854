import type { HybridPart, ResolutionPlan } from '../database/resolution-tables.ts';
import type { Contender } from './contender.ts';
import type { Decision } from './decide.ts';
import type { Part } from './objections.ts';

/** The decision as it is kept until it is carried out. */
export function planFor({
  stages,
  leftOut,
  chosen,
  part,
  overruled,
}: Pick<Decision, 'stages' | 'leftOut' | 'chosen' | 'part' | 'overruled'>): ResolutionPlan {
  return {
    stages: stages.map((stage) =>
      stage.map(({ id, settings }) => ({
        recommendationId: id,
        ...(settings !== undefined && { settings: settings.changes }),
        isOverruled: overruled.includes(id),
      })),
    ),
    leftOut: leftOut.map(({ id, reason }) => ({ recommendationId: id, reason })),
    chosen: chosen ?? null,
    hybrid: part === undefined ? null : hybridOf(part),
  };
}

function hybridOf({ contender, instanceIds, verdict }: Part): HybridPart {
  return {
    recommendationId: contender.id,
    instanceIds,
    stayingInstanceIds: contender.instanceIds.filter((id) => !instanceIds.includes(id)),
    savingsCents: shareOfSavings(contender, instanceIds.length),
    reason: verdict.reason,
  };
}

/** Machines of one recommendation are of one type, so that each saves the same. */
function shareOfSavings({ savingsCents, instanceIds }: Contender, machines: number): number {
  return Math.round((savingsCents * machines) / instanceIds.length);
}
