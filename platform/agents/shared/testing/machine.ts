import type { Machine } from '../machines.ts';

/** A fault-tolerant p4d.24xlarge on demand, but for the given facts. */
export function machine(facts: Partial<Machine> = {}): Machine {
  return {
    cloud: 'aws',
    instanceId: 'i-1',
    name: 'serve-1',
    instanceType: 'p4d.24xlarge',
    region: 'us-east-1',
    zone: 'us-east-1a',
    market: 'on_demand',
    state: 'running',
    faultTolerant: true,
    latencyCritical: false,
    launchedAt: new Date(0),
    tags: new Map(),
    imageId: 'ami-00000001',
    subnetId: undefined,
    securityGroupIds: [],
    keyName: undefined,
    instanceProfileArn: undefined,
    ...facts,
  };
}
