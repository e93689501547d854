import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Violation } from './violation';

const shape = z
  .strictObject({
    id: z.string().regex(/^[A-Z]-\d+$/),
    /** One sentence in business words. */
    promise: z.string().min(1),
    source: z.string().min(1),
    threshold: z.string().min(1).optional(),
    status: z.enum(['planned', 'covered']),
    proof: z.enum(['scenario', 'command']),
    /** What proves it, when no scenario does. */
    command: z
      .string()
      .regex(/^npm run [\w:-]+$/)
      .optional(),
    /** What a planned one lacks although scenarios speak of it. */
    missing: z.string().min(1).optional(),
  })
  .refine(({ proof, command }) => (proof === 'command') === (command !== undefined), {
    path: ['command'],
    message: 'must be there when, and only when, the proof is a command',
  })
  .refine(({ status, missing }) => status === 'planned' || missing === undefined, {
    path: ['missing'],
    message: 'must not be there when the promise is covered',
  });

/** A promise to the customer, or of the suite to its readers, and how it is proven. */
export interface Requirement extends z.infer<typeof shape> {
  readonly line: number;
}

export interface Requirements {
  readonly path: string;
  readonly entries: readonly Requirement[];
  /** Entries that are none. */
  readonly violations: readonly Violation[];
}

/** Reads the list of promises. Entries that are not as agreed come back as violations; a text that is no list of entries throws. */
export function readRequirements(path: string, source: string): Requirements {
  const lines = new LineCounter();
  const { contents, errors } = parseDocument(source, { lineCounter: lines });
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  if (!isSeq<Node>(contents)) throw new Error(`${path} must be a list of entries, each with an id`);
  const entries: Requirement[] = [];
  const violations: Violation[] = [];
  for (const item of contents.items) {
    const line = lines.linePos(item.range?.[0] ?? 0).line;
    const parsed = shape.safeParse(isMap(item) ? item.toJSON() : undefined);
    if (parsed.success) entries.push({ ...parsed.data, line });
    else violations.push(...parsed.error.issues.map((issue) => misshapen({ path, line }, issue)));
  }
  return { path, entries, violations };
}

function misshapen(place: { readonly path: string; readonly line: number }, issue: z.core.$ZodIssue): Violation {
  const what = `The entry's ${issue.path.join('.') || 'form'} is wrong: ${issue.message}`;
  return {
    ...place,
    what,
    allowed: 'id, promise, source, threshold, status, proof, command, missing; see the head of the file',
  };
}
