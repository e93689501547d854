import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Words in every golden answer. */
export const wordsPerAnswer = 50;

const goldenPromptSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  answer: z.string().refine((text) => text.split(/\s+/).length === wordsPerAnswer, `must have ${wordsPerAnswer} words`),
  /** Two words of the answer, a name and a number. */
  facts: z.tuple([z.string(), z.string()]),
});
export type GoldenPrompt = Readonly<z.infer<typeof goldenPromptSchema>>;

/** Support tickets and their right answers: what the served models know. */
export const goldenSet: readonly GoldenPrompt[] = z
  .array(goldenPromptSchema)
  .length(100)
  .parse(JSON.parse(readFileSync(new URL('../../contracts/golden-set.json', import.meta.url), 'utf8')));
