import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { ConfigurationError } from '../support/config';

/** A mistake that somebody could make in the platform, and the scenario that would notice. */
export interface Defect {
  /** The name of its file, without the ending. */
  readonly id: string;
  /** What goes wrong, in the words of the business. */
  readonly title: string;
  /** The requirement that is broken, by its id: C-2. */
  readonly requirement: string;
  /** The program that is changed, from the project's folder. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly old: string;
  readonly new: string;
  /** The titles of the scenarios that have to fail, each of them; of an outline, with its examples filled in. */
  readonly caughtBy: readonly [string, ...string[]];
}

/** Folders whose programs may be given a defect: each is a workspace whose types are checked. */
export const WORKSPACES = ['platform', 'simulators'] as const;

const FILE = z.strictObject({
  title: z.string().min(1),
  requirement: z.string().regex(/^[A-Z]+-\d+$/),
  file: z.string().regex(/^(?:platform|simulators)\/(?:(?!\.\.)[\w.-]+\/)*[\w.-]+\.(?:tsx?|css)$/),
  old: z.string().min(1),
  new: z.string(),
  caught_by: z.union([z.string().min(1), z.tuple([z.string().min(1)], z.string().min(1))]),
});

const ALLOWED: Readonly<Record<string, string>> = {
  title: 'a sentence that says what goes wrong',
  requirement: 'the id of a requirement, like C-2',
  file: `the path of a program in ${WORKSPACES.join('/ or ')}/`,
  old: 'the text that is replaced',
  new: 'the text that takes its place; empty to remove it',
  caught_by: 'the title of the scenario that has to fail, or a list of titles',
};

/**
 * Reads one defect.
 * @throws {ConfigurationError} naming the file, the entry, and what is allowed.
 */
export function readDefect(id: string, text: string): Defect {
  const place = `defects/catalogue/${id}.yaml`;
  const raw = yaml(text, place);
  const parsed = FILE.safeParse(raw);
  if (!parsed.success) throw mistake(parsed.error, raw, place);
  const { caught_by, ...entries } = parsed.data;
  const same = entries.old === entries.new;
  if (same) throw new ConfigurationError(`new in ${place}`, entries.new, 'a text that differs from old');
  return { id, ...entries, caughtBy: typeof caught_by === 'string' ? [caught_by] : caught_by };
}

/**
 * The file's text with the defect in it.
 * @throws {ConfigurationError} unless the old text stands in it exactly once.
 */
export function withDefect(text: string, defect: Defect): string {
  const parts = text.split(defect.old);
  if (parts.length === 2) return parts.join(defect.new);
  throw new ConfigurationError(
    `old in defects/catalogue/${defect.id}.yaml`,
    defect.old.trim(),
    `a text that stands exactly once in ${defect.file}, where this one stands ${parts.length - 1} times`,
  );
}

function yaml(text: string, place: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new ConfigurationError(place, error.message.split('\n')[0], 'YAML with the entries of a defect');
  }
}

function mistake(error: z.ZodError, raw: unknown, place: string): ConfigurationError {
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const entry = unknown ?? issue?.path[0];
  if (entry === undefined) return new ConfigurationError(place, undefined, 'YAML with the entries of a defect');
  const value: unknown = Reflect.get(Object(raw), entry);
  const allowed = ALLOWED[String(entry)] ?? `no entry but ${Object.keys(ALLOWED).join(', ')}`;
  return new ConfigurationError(
    `${String(entry)} in ${place}`,
    value === undefined ? undefined : String(value),
    allowed,
  );
}
