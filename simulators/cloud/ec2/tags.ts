import { AwsError, missingParameter } from '../protocol/errors.ts';
import { filtered } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import { items } from '../protocol/xml.ts';
import { type Ec2Action, type Ec2Call, endDryRun, instancesById, instancesIn, tagsOf } from './call.ts';
import { reservationsById, reservationsIn } from './reserved-instances.ts';
import { spotRequestsById, spotRequestsIn } from './spot-requests.ts';

interface Tag {
  readonly key: string;
  readonly value: string;
  readonly resourceId: string;
  readonly resourceType: 'instance' | 'spot-instances-request' | 'reserved-instances';
}

export const createTags: Ec2Action = (call) => {
  const ids = call.parameters.requiredList('ResourceId');
  const tags = tagsOf(call.parameters);
  if (tags.size === 0) throw missingParameter('Tag');
  const resources = ids.map((id) => taggable(call, id));
  endDryRun(call.parameters);
  for (const resource of resources) for (const [key, value] of tags) resource.set(key, value);
  return { return: true };
};

export const describeTags: Ec2Action = (call) => {
  const tags = [
    ...instancesIn(call).flatMap((instance) => tagsIn(instance, 'instance')),
    ...spotRequestsIn(call).flatMap((request) => tagsIn(request, 'spot-instances-request')),
    ...reservationsIn(call).flatMap((reservation) => tagsIn(reservation, 'reserved-instances')),
  ];
  const fields: Readonly<Record<string, (tag: Tag) => readonly string[]>> = {
    key: (tag) => [tag.key],
    value: (tag) => [tag.value],
    'resource-id': (tag) => [tag.resourceId],
    'resource-type': (tag) => [tag.resourceType],
  };
  const found = filtered(tags, call.parameters, (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined));
  const page = pageOf(found, call.parameters, { min: 5, max: 1000 });
  return { tagSet: items(page.things.map((tag) => ({ ...tag }))), nextToken: page.nextToken };
};

function tagsIn(
  resource: { readonly id: string; readonly tags: ReadonlyMap<string, string> },
  resourceType: Tag['resourceType'],
): readonly Tag[] {
  return [...resource.tags].map(([key, value]) => ({ key, value, resourceId: resource.id, resourceType }));
}

function taggable(call: Ec2Call, id: string): Map<string, string> {
  const [resource] = resourcesById(call, id);
  if (!resource) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  return resource.tags;
}

/** Reserved instances have a UUID, all else tells what it is by how its id begins. */
function resourcesById(call: Ec2Call, id: string) {
  if (id.startsWith('sir-')) return spotRequestsById(call, [id]);
  return /^[0-9a-f]{8}-/.test(id) ? reservationsById(call, [id]) : instancesById(call, [id]);
}
