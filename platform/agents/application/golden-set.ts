import { z } from 'zod';
import written from '../../../contracts/golden-set.json' with { type: 'json' };

/** A prompt whose right answer is known word by word. */
export interface GoldenPrompt {
  readonly id: string;
  readonly prompt: string;
  /** The words of the right answer. */
  readonly words: readonly string[];
  /** Indexes of the words that state a key fact: a number or a name. */
  readonly factPlaces: readonly number[];
}

const text = z.string().min(1);
const goldenSetSchema = z.array(z.object({ id: text, prompt: text, answer: text, facts: z.array(text).min(1) })).min(1);

export const goldenSet: readonly GoldenPrompt[] = readGoldenSet(written);

/** @throws ZodError; RangeError for a fact that does not stand in the answer exactly once */
export function readGoldenSet(file: unknown): readonly GoldenPrompt[] {
  return goldenSetSchema.parse(file).map(({ id, prompt, answer, facts }) => {
    const words = wordsOf(answer);
    return { id, prompt, words, factPlaces: facts.map((fact) => placeOf(fact, words, id)) };
  });
}

export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function placeOf(fact: string, words: readonly string[], id: string): number {
  const bare = words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const place = bare.indexOf(fact);
  if (place >= 0 && bare.lastIndexOf(fact) === place) return place;
  throw new RangeError(`The fact "${fact}" of the golden prompt ${id} must stand in its answer exactly once`);
}
