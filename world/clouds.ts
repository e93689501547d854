import { AssertionError } from 'chai';
import type { RunningMachine } from '../support/drivers/machines';
import { Percent } from './amounts/percent';
import type { Customer } from './customer';
import type { Rollout } from './rollout';
import type { Rollouts } from './rollouts';
import type { Surroundings } from './surroundings';

/** Where work has gone, as features say it. */
export type Place = 'at Google Cloud' | 'on spot capacity at AWS';

const IS_THERE: Readonly<Record<Place, (machine: RunningMachine) => boolean>> = {
  'at Google Cloud': ({ cloud }) => cloud === 'gcp',
  'on spot capacity at AWS': ({ cloud, market }) => cloud === 'aws' && market === 'spot',
};

/** What customers see in their clouds after a move, and whether OptiInfra can reach these. The customers themselves always can. */
export class Clouds {
  constructor(
    private readonly around: Surroundings,
    private readonly rollouts: Rollouts,
  ) {}

  /**
   * How much the GPUs work on the machine that has taken a machine's batch work over.
   * @throws Error when there is no such machine in that place, or more than one
   */
  async useAfterMove(customer: Customer, machine: string, place: Place): Promise<Percent> {
    const { cloud, project, member } = customer.own;
    const queue = member.machines.find(({ name }) => name === machine)?.tags['batch-queue'];
    const running = (await customer.runningMachines()).filter(IS_THERE[place]);
    const [successor, ...others] = running.filter(({ tags }) => queue !== undefined && tags['batch-queue'] === queue);
    if (!successor || others.length > 0) {
      const found = others.length + (successor ? 1 : 0);
      throw new AssertionError(`Expected one machine ${place} to do the work of ${machine}, found ${found}`);
    }
    const meter = successor.cloud === 'gcp' ? project : cloud;
    return Percent.ofShare((await meter?.gpuUse(successor.instanceId)) ?? 0);
  }

  /** Google Cloud no longer answers OptiInfra in the customer's name, until the scenario ends. @throws Error for a customer who is not there */
  async cutGoogleOff(customer: Customer): Promise<void> {
    const { control, ledger } = this.around;
    const project = projectOf(customer);
    ledger.owe(`way to Google Cloud of ${customer.name}`, () => control.changeProjectReachability(project, true));
    await control.changeProjectReachability(project, false);
  }

  /** The same until the rollout is being undone. */
  async cutGoogleOffUntilUndoing(rollout: Rollout): Promise<void> {
    await this.cutGoogleOff(rollout.customer);
    await this.rollouts.beginsUndoing(rollout);
    await this.around.control.changeProjectReachability(projectOf(rollout.customer), true);
  }
}

function projectOf({ name, own: { projectId } }: Customer): string {
  if (projectId) return projectId;
  throw new Error(`${name} has no project at Google Cloud`);
}
