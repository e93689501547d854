import type { EngineArgs } from '../../shared/gateway.ts';
import type { Contender } from '../conflicts/contender.ts';
import { engineArgs } from './scripted-fleet.ts';

/** A move of m-1 and m-2, which serve triage, to spot capacity. */
export function moving(change: Partial<Contender> = {}): Contender {
  return {
    id: 'spot',
    title: 'Move to spot',
    agentType: 'cost',
    instanceIds: ['m-1', 'm-2'],
    deployments: ['triage'],
    claim: 'end',
    settings: undefined,
    savingsCents: 100,
    confidence: 0.8,
    risk: 'low',
    objection: undefined,
    veto: undefined,
    ...change,
  };
}

/** Other settings for the engines of a deployment. */
export function tuning(changes: Partial<EngineArgs>, change: Partial<Contender> = {}): Contender {
  const [deployment = 'triage'] = change.deployments ?? [];
  return moving({
    id: 'tuning',
    title: 'Tune',
    agentType: 'performance',
    claim: undefined,
    deployments: [deployment],
    settings: { deployment, engineArgs: { ...engineArgs, ...changes }, changes },
    savingsCents: 0,
    ...change,
  });
}
