import type { Account } from '../accounts/account.ts';
import { AwsError, dryRunSucceeded } from '../protocol/errors.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { XmlElement } from '../protocol/xml.ts';
import type { Instance } from './instance.ts';

/** An action of EC2 that somebody asks for in an account and a region. */
export interface Ec2Call {
  readonly account: Account;
  readonly region: string;
  readonly parameters: Parameters;
}

/** @throws AwsError */
export type Ec2Action = (call: Ec2Call) => XmlElement;

/** Ends a request that only wanted to know whether it would work. To be called when nothing but carrying it out is left. */
export function endDryRun(parameters: Parameters): void {
  if (parameters.flag('DryRun')) throw dryRunSucceeded();
}

export function instancesIn({ account, region }: Ec2Call): readonly Instance[] {
  return [...account.instances.values()].filter((instance) => instance.origin.region === region);
}

/** @throws AwsError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound */
export function instancesById(call: Ec2Call, ids: readonly string[]): readonly Instance[] {
  const malformed = ids.find((id) => !/^i-[0-9a-f]{8,17}$/.test(id));
  if (malformed) throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const known = new Map(instancesIn(call).map((instance) => [instance.id, instance]));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) {
    const [subject, verb] = missing.length === 1 ? ['ID', 'does'] : ['IDs', 'do'];
    const list = missing.join(', ');
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ${subject} '${list}' ${verb} not exist`);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** The tags of `Tag.1.Key`, `Tag.1.Value`, … */
export function tagsOf(parameters: Parameters): ReadonlyMap<string, string> {
  return new Map(parameters.groups('Tag').map((tag) => [tag.required('Key'), tag.text('Value') ?? '']));
}

/** The tags that the order gives to things of a kind when it makes them. */
export function specifiedTags(parameters: Parameters, kind: string): ReadonlyMap<string, string> {
  const specifications = parameters.groups('TagSpecification');
  const fitting = specifications.filter((specification) => specification.required('ResourceType') === kind);
  return new Map(fitting.flatMap((specification) => [...tagsOf(specification)]));
}
