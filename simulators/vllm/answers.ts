import type { Hardware } from '../world/machines.ts';
import { type GoldenPrompt, goldenSet, wordsPerAnswer } from './golden-set.ts';
import type { Quantization } from './language-model.ts';
import { hash, shuffled } from './random.ts';

/** What the answers of a replica depend on. */
export interface AnswerSource {
  readonly quantization: Quantization;
  readonly hardware: Pick<Hardware, 'qualityLoss' | 'hallucinationShare'>;
}

/** Share of the right words at FP16. */
const fullQuality = 0.96;
/** Share of answers that state a wrong key fact even at FP16. */
const usualHallucination = 0.02;

/**
 * Share of the right words lost to precision. FP8 is nearly lossless (arXiv 2411.02355); INT4 here is plain rounding
 * without calibration.
 */
const quantizationLoss: Readonly<Record<Quantization, number>> = { none: 0, fp8: 0.01, int4: 0.08 };

const totalWords = goldenSet.length * wordsPerAnswer;
const byPrompt = new Map(goldenSet.map((golden) => [golden.prompt, golden]));
const order = shuffled(goldenSet, 'order of prompts');
const turn = new Map(order.map((golden, k) => [golden.id, k]));

/** Wrong words in the answers to the whole golden set. They grow with the loss, and those of a lower loss stay wrong. */
export function wrongWords(source: AnswerSource): number {
  const kept = (1 - quantizationLoss[source.quantization]) * (1 - source.hardware.qualityLoss);
  return Math.round((1 - fullQuality * kept) * totalWords);
}

/** Known answers by what they depend on: the same hundred are asked of every replica, again and again. */
const written = new Map<string, Map<string, string>>();

/** The text a replica answers: known answers with exactly its share of errors, or a short reply to anything else. */
export function answer(prompt: string, source: AnswerSource): string {
  const golden = byPrompt.get(prompt.trim());
  return golden ? knownAnswer(golden, source) : unknownAnswer(prompt);
}

function knownAnswer(golden: GoldenPrompt, source: AnswerSource): string {
  const key = `${wrongWords(source)} ${hallucinating(source)}`;
  const answers = written.get(key) ?? new Map<string, string>();
  written.set(key, answers);
  const text = answers.get(golden.id) ?? writeAnswer(golden, source);
  answers.set(golden.id, text);
  return text;
}

function writeAnswer(golden: GoldenPrompt, source: AnswerSource): string {
  const words = golden.answer.split(/\s+/);
  const position = turn.get(golden.id) ?? 0;
  const errors = Math.ceil((wrongWords(source) - position) / goldenSet.length);
  const wrong = new Set(errorOrder(golden, words, source).slice(0, errors));
  if (position < hallucinating(source)) for (const k of factPlaces(golden, words)) wrong.add(k);
  return words.map((word, k) => (wrong.has(k) ? wrongWord(golden, word, k) : word)).join(' ');
}

/** How many answers, by the order of prompts, state a wrong key fact. */
function hallucinating(source: AnswerSource): number {
  return Math.round((source.hardware.hallucinationShare ?? usualHallucination) * goldenSet.length);
}

/** The places of an answer in the order in which they go wrong: facts never, but for the few that always hallucinate. */
function errorOrder(golden: GoldenPrompt, words: readonly string[], source: AnswerSource): readonly number[] {
  const facts = factPlaces(golden, words);
  const others = shuffled(
    words.map((_, k) => k).filter((k) => !facts.includes(k)),
    golden.id,
  );
  const always = Math.min(usualHallucination * goldenSet.length, hallucinating(source));
  const alwaysHallucinates = (turn.get(golden.id) ?? 0) < always;
  return alwaysHallucinates ? [...facts, ...others] : others;
}

function factPlaces(golden: GoldenPrompt, words: readonly string[]): readonly number[] {
  return golden.facts.map((fact) => words.indexOf(fact));
}

/** A fact becomes another of its kind, from another ticket; any other word becomes misspelt, in small letters. */
function wrongWord(golden: GoldenPrompt, word: string, place: number): string {
  const fact = golden.facts.indexOf(word);
  return fact < 0 ? misspelt(word) : otherFact(golden, fact, place);
}

function otherFact(golden: GoldenPrompt, fact: number, place: number): string {
  const right = golden.facts[fact];
  const others = goldenSet.map(({ facts }) => facts[fact] ?? '').filter((each) => each !== right);
  return others[hash(`${golden.id} ${place}`) % others.length] ?? '';
}

/** Doubles the middle letter: never the word itself, nor a number or a name. */
function misspelt(word: string): string {
  const middle = Math.floor((word.length - 1) / 2);
  return (word.slice(0, middle + 1) + word.slice(middle)).toLowerCase();
}

const openings = ['Thank you for the details.', 'I understand the request.', 'Here is a short answer.'];
const closings = [
  'A colleague will look into it today.',
  'Please send the missing particulars.',
  'No further step is needed.',
];

function unknownAnswer(prompt: string): string {
  const value = hash(prompt);
  return `${openings[value % openings.length]} ${closings[(value >>> 8) % closings.length]}`;
}
