import type { Machine } from '../shared/machines.ts';
import type { Finding, Proposal } from '../shared/schemas.ts';
import { dollars, percent, rounded } from '../shared/words.ts';
import { type MachineUsage, usageDays } from './usage.ts';

/** A machine with GPUs on which nothing is served. */
export interface IdleMachine {
  readonly machine: Machine;
  readonly usage: MachineUsage | undefined;
  /** A month. */
  readonly cents: number;
}

export function idleFinding({ machine, usage }: IdleMachine, reason: Finding['reason']): Finding {
  return {
    kind: 'idle_termination',
    instance_ids: [machine.instanceId],
    decision: reason === 'idle' ? 'recommended' : 'refused',
    reason,
    facts: {
      instance_type: machine.instanceType,
      hours_measured: usage?.hours ?? 0,
      ...(usage?.gpuMaximum === undefined ? {} : { gpu_maximum: rounded(usage.gpuMaximum) }),
      ...(usage?.gpuMean === undefined ? {} : { gpu_mean: rounded(usage.gpuMean) }),
    },
  };
}

export function proposeEnd({ machine, usage, cents }: IdleMachine): Proposal {
  const savings = Math.round(cents / 100);
  return {
    type: 'idle_termination',
    title: `End the idle ${machine.instanceType} ${machine.name}`,
    description: [
      `For ${usageDays} days nothing was served on ${machine.name}, and its GPUs never worked more than`,
      `${percent(usage?.gpuMaximum ?? 0)} of the time. Without it ${dollars(savings)} a month are saved.`,
      'A machine that was ended cannot be brought back.',
    ].join(' '),
    // It cannot be undone, though nothing depends on it.
    risk_level: 'medium',
    risk_assessed_by: 'rules',
    estimated_savings: savings,
    confidence: confidenceInIdleness,
    instance_ids: [machine.instanceId],
  };
}

/** How sure it is, 0..1, that a machine which did nothing for a whole week is not needed: some work is done once a month. */
const confidenceInIdleness = 0.9;
