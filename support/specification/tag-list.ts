/** What a tag says: which kind of proof, what the target must be able to do, or how the scenario runs. */
export type TagGroup = 'kind' | 'target' | 'run';

/** The closed list, tag by tag. Capabilities and requirements come on top: they are named by folders and by docs/requirements.yaml. */
export type TagList = ReadonlyMap<string, TagGroup>;

const GROUPS: readonly TagGroup[] = ['kind', 'target', 'run'];
const ROW = /^\|\s*`(@[\w-]+)`\s*\|\s*(\w+)\s*\|/;

/**
 * Reads the list out of its documentation: table rows "| `@tag` | group | meaning |".
 * @throws Error naming the line of a group that is none, or when there is no row at all
 */
export function readTagList(markdown: string): TagList {
  const rows = markdown.split('\n').flatMap((text, index) => {
    const [, tag, group] = ROW.exec(text) ?? [];
    return tag && group ? [{ tag, group: groupOf(group, index + 1) }] : [];
  });
  if (rows.length === 0) throw new Error('The list of tags is empty. A row looks like: | `@slow` | run | meaning |');
  return new Map(rows.map(({ tag, group }) => [tag, group]));
}

export function tagsOf(list: TagList, group: TagGroup): readonly string[] {
  return [...list].filter(([, of]) => of === group).map(([tag]) => tag);
}

function groupOf(word: string, line: number): TagGroup {
  const group = GROUPS.find((candidate) => candidate === word);
  if (!group)
    throw new Error(`Line ${line} of the list of tags names the group "${word}". Allowed: ${GROUPS.join(', ')}`);
  return group;
}
