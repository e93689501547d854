import type { Machine } from '../shared/machines.ts';
import type { Finding } from '../shared/schemas.ts';
import { type MachineUsage, usageDays } from './usage.ts';

/** GPUs that never get above this share of their time have no work; what is below comes of drivers and monitoring. */
export const idleGpuShare = 0.05;

/** Of the 168 hours of a week, some of which a restart of the agent may have cost. */
const minMeasuredHours = 160;

const millisecondsADay = 24 * 3600 * 1000;

/**
 * Whether a machine that serves nothing does anything else. By the maximum: a machine that works one hour each night has a
 * mean below 5 % too, and is needed.
 */
export function judgeIdle(machine: Machine, usage: MachineUsage | undefined, now: Date): Finding['reason'] {
  const age = (now.getTime() - machine.launchedAt.getTime()) / millisecondsADay;
  const maximum = usage?.gpuMaximum;
  if (age < usageDays || maximum === undefined || usage === undefined) return 'not_measured_long_enough';
  if (maximum >= idleGpuShare) return 'in_use';
  return usage.hours < minMeasuredHours ? 'not_measured_long_enough' : 'idle';
}
