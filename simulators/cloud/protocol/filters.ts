import { AwsError } from './errors.ts';
import type { Parameters } from './parameters.ts';

/** The values that a thing has under the name of a filter; undefined where there is no such filter. */
export type FilterField<T> = (name: string) => ((thing: T) => readonly string[]) | undefined;

/**
 * The things that pass every `Filter.N`: of each filter any value may fit, `*` and `?` are wildcards.
 * @throws AwsError InvalidParameterValue for the name of a filter that does not exist
 */
export function filtered<T>(things: readonly T[], parameters: Parameters, field: FilterField<T>): readonly T[] {
  const tests = parameters.groups('Filter').map((filter) => {
    const name = filter.required('Name');
    const valuesOf = field(name);
    if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    const wanted = filter.requiredList('Value').map(wildcard);
    return (thing: T) => valuesOf(thing).some((value) => wanted.some((pattern) => pattern.test(value)));
  });
  return things.filter((thing) => tests.every((passes) => passes(thing)));
}

/** The fields `tag:Key` and `tag-key` for things with tags, over a table of plain fields. */
export function taggedFields<T extends { readonly tags: ReadonlyMap<string, string> }>(
  fields: Readonly<Record<string, (thing: T) => readonly string[]>>,
): FilterField<T> {
  return (name) => {
    if (name === 'tag-key') return (thing) => [...thing.tags.keys()];
    if (!name.startsWith('tag:')) return Object.hasOwn(fields, name) ? fields[name] : undefined;
    const key = name.slice('tag:'.length);
    return (thing) => [...thing.tags].flatMap(([tag, value]) => (tag === key ? [value] : []));
  };
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
