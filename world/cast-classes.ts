import { type CastMember, serving } from './cast-parts';

/**
 * Urgent requests get the last machine for themselves, with the objective that the deployment has; all others share the rest and may take ten seconds.
 * Every machine can bear an interruption.
 */
export function servedByUrgency({
  machines,
  deployments,
}: Pick<CastMember, 'machines' | 'deployments'>): Pick<CastMember, 'machines' | 'deployments'> {
  const [all, ...others] = deployments;
  if (!all) return { machines, deployments };
  const urgent = all.machines.slice(-1);
  const patient = all.machines.slice(0, -1);
  const loadOf = (served: readonly string[]) => ({
    ...all.load,
    requests_per_second: (all.load.requests_per_second * served.length) / all.machines.length,
  });
  return {
    machines: machines.map((machine) => ({ ...machine, ...serving('fault-tolerant') })),
    deployments: [
      { ...all, machines: urgent, load: loadOf(urgent) },
      { ...all, name: 'digest', machines: patient, load: loadOf(patient), slo_p95_seconds: 10 },
      ...others,
    ],
  };
}
