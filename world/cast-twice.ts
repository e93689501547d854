import { type CastMember, serving } from './cast-parts';

/** The first deployment on a second machine like its first, with twice the load; both can bear an interruption. */
export function servedTwice({
  machines,
  deployments,
}: Pick<CastMember, 'machines' | 'deployments'>): Pick<CastMember, 'machines' | 'deployments'> {
  const [first, ...others] = deployments;
  const one = machines.find(({ name }) => first?.machines.includes(name));
  if (!first || !one) return { machines, deployments };
  const tolerant = { ...one, ...serving('fault-tolerant') };
  const two = { ...tolerant, name: one.name.replace('-1', '-2') };
  const load = { ...first.load, requests_per_second: 2 * first.load.requests_per_second };
  return {
    machines: [tolerant, two, ...machines.filter((machine) => machine !== one)],
    deployments: [{ ...first, machines: [one.name, two.name], load }, ...others],
  };
}
