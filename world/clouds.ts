import type { Customer } from './customer';
import type { Rollout } from './rollout';
import type { Rollouts } from './rollouts';
import type { Surroundings } from './surroundings';

/** Whether OptiInfra can reach the customers' clouds. The customers themselves always can. */
export class Clouds {
  constructor(
    private readonly around: Surroundings,
    private readonly rollouts: Rollouts,
  ) {}

  /** Google Cloud no longer answers OptiInfra in the customer's name. @throws Error for a customer who is not there */
  async cutGoogleOff(customer: Customer): Promise<void> {
    await this.around.control.changeProjectReachability(projectOf(customer), false);
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
