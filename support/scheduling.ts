/** What a rule about the order of scenarios looks at. */
interface Tagged {
  readonly tags: readonly { readonly name: string }[];
}

export const DISRUPTIVE = '@disruptive';
export const PORTAL = '@portal';
export const REAL_ACCOUNT = '@requires-aws';
const MEASURES_TIME = '@performance';
/** Together with the former: of time by the clock on the wall. */
const SERVICE_LEVELS = '@service-levels';

export function isDisruptive(scenario: Tagged): boolean {
  return isTagged(scenario, DISRUPTIVE);
}

/** Whether a scenario looks at the portal with a browser. */
export function isInPortal(scenario: Tagged): boolean {
  return isTagged(scenario, PORTAL);
}

/** Whether a scenario needs an account at AWS that nobody simulates. */
export function isInRealAccount(scenario: Tagged): boolean {
  return isTagged(scenario, REAL_ACCOUNT);
}

/** Whether a scenario measures how fast OptiInfra itself is, by the clock on the wall, so that nothing else may run on the machine. */
export function isAlone(scenario: Tagged): boolean {
  return isTagged(scenario, SERVICE_LEVELS) && isTagged(scenario, MEASURES_TIME);
}

/**
 * Whether a scenario may begin now. One that has to be alone begins when nobody runs, and nobody begins while it runs. Of those that end processes one runs at a time, in the one private environment, and none beside one
 * that measures how fast something is: the start of a process takes the machine for a second.
 */
export function mayBegin(scenario: Tagged, running: readonly Tagged[]): boolean {
  if (isAlone(scenario)) return running.length === 0;
  if (running.some(isAlone)) return false;
  if (isDisruptive(scenario)) return !running.some((other) => isDisruptive(other) || isTagged(other, MEASURES_TIME));
  return !isTagged(scenario, MEASURES_TIME) || !running.some(isDisruptive);
}

function isTagged({ tags }: Tagged, tag: string): boolean {
  return tags.some(({ name }) => name === tag);
}
