import type { MachineState } from '../shared/machines.ts';

export interface SpotSituation {
  /** Machines that the cloud no longer knows are missing. */
  readonly stateByInstance: ReadonlyMap<string, MachineState>;
  /** Status code of the spot request that a machine came from. */
  readonly statusByInstance: ReadonlyMap<string, string>;
}

/** The machines that are announced to be taken back, in the codes of EC2's spot request status, or no longer run. */
export function interruptedAmong(instanceIds: readonly string[], situation: SpotSituation): string[] {
  return instanceIds.filter((id) => {
    const state = situation.stateByInstance.get(id);
    if (state !== 'pending' && state !== 'running') return true;
    return /^(marked-for|instance-(terminated|stopped))-/.test(situation.statusByInstance.get(id) ?? '');
  });
}
