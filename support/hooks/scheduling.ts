/** What a rule about the order of scenarios looks at. */
interface Tagged {
  readonly tags: readonly { readonly name: string }[];
}

export const DISRUPTIVE = '@disruptive';
export const PORTAL = '@portal';
const MEASURES_TIME = '@performance';

export function isDisruptive(scenario: Tagged): boolean {
  return isTagged(scenario, DISRUPTIVE);
}

/** Whether a scenario looks at the portal with a browser. */
export function isInPortal(scenario: Tagged): boolean {
  return isTagged(scenario, PORTAL);
}

/**
 * Whether a scenario may begin now. Of those that end processes one runs at a time, in the one private environment, and none beside one
 * that measures how fast something is: the start of a process takes the machine for a second.
 */
export function mayBegin(scenario: Tagged, running: readonly Tagged[]): boolean {
  if (isDisruptive(scenario)) return !running.some((other) => isDisruptive(other) || isTagged(other, MEASURES_TIME));
  return !isTagged(scenario, MEASURES_TIME) || !running.some(isDisruptive);
}

function isTagged({ tags }: Tagged, tag: string): boolean {
  return tags.some(({ name }) => name === tag);
}
