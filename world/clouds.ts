import { AssertionError } from 'chai';
import { Percent } from './amounts/percent';
import type { Customer } from './customer';
import type { Rollout } from './rollout';
import type { Rollouts } from './rollouts';
import type { Surroundings } from './surroundings';

/** What customers see in their clouds after a move, and whether OptiInfra can reach these. The customers themselves always can. */
export class Clouds {
  constructor(
    private readonly around: Surroundings,
    private readonly rollouts: Rollouts,
  ) {}

  /**
   * How much the GPUs work on the machine at Google that has taken a machine's batch work over.
   * @throws Error when there is no such machine, or more than one
   */
  async useAfterMove(customer: Customer, machine: string): Promise<Percent> {
    const { project, member } = customer.own;
    const queue = member.machines.find(({ name }) => name === machine)?.tags['batch-queue'];
    const running = (await project?.runningMachines()) ?? [];
    const [successor, ...others] = running.filter(({ tags }) => queue !== undefined && tags['batch-queue'] === queue);
    if (!project || !successor || others.length > 0) {
      const found = others.length + (successor ? 1 : 0);
      throw new AssertionError(`Expected one machine at Google Cloud to do the work of ${machine}, found ${found}`);
    }
    return Percent.ofShare(await project.gpuUse(successor.instanceId));
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
