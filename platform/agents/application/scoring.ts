import { type GoldenPrompt, wordsOf } from './golden-set.ts';

/** How well answers agree with their references, in whole words, so that limits are compared exactly. */
export interface Quality {
  readonly answers: number;
  /** Words of the references, all answers together. */
  readonly words: number;
  readonly wrongWords: number;
  /** Answers that state another key fact than the reference. */
  readonly hallucinations: number;
}

/** Word by word: a word is right where it is the reference's, at its place. Words beyond the reference do not count. */
export function scoreAnswer(golden: GoldenPrompt, answer: string): Quality {
  const words = wordsOf(answer);
  const isWrong = (place: number) => words[place] !== golden.words[place];
  return {
    answers: 1,
    words: golden.words.length,
    wrongWords: golden.words.filter((_, place) => isWrong(place)).length,
    hallucinations: golden.factPlaces.some(isWrong) ? 1 : 0,
  };
}

export function sumQuality(parts: readonly Quality[]): Quality {
  return parts.reduce(
    (sum, part) => ({
      answers: sum.answers + part.answers,
      words: sum.words + part.words,
      wrongWords: sum.wrongWords + part.wrongWords,
      hallucinations: sum.hallucinations + part.hallucinations,
    }),
    { answers: 0, words: 0, wrongWords: 0, hallucinations: 0 },
  );
}

/** Share of right words, 0..1; 0 without answers. */
export function scoreOf({ words, wrongWords }: Quality): number {
  return words === 0 ? 0 : (words - wrongWords) / words;
}

/** Share of the answers that hallucinate, 0..1; 0 without answers. */
export function hallucinationShareOf({ answers, hallucinations }: Quality): number {
  return answers === 0 ? 0 : hallucinations / answers;
}
