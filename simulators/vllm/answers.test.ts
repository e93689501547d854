import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthyHardware } from '../world/machines.ts';
import { type AnswerSource, answer, wrongWords } from './answers.ts';
import { goldenSet } from './golden-set.ts';

const fp16: AnswerSource = { quantization: 'none', hardware: healthyHardware };
const damaged = (qualityLoss: number): AnswerSource => ({ ...fp16, hardware: { ...healthyHardware, qualityLoss } });

/** Measured as anyone would from outside: word by word against the reference. */
function measure(source: AnswerSource) {
  const answers = goldenSet.map(({ prompt }) => answer(prompt, source).split(' '));
  const right = goldenSet.map(({ answer: reference }, k) => {
    const words = reference.split(' ');
    return words.filter((word, place) => word === answers[k]?.[place]).length;
  });
  const stating = goldenSet.filter(({ facts }, k) => facts.some((fact) => !answers[k]?.includes(fact)));
  return {
    wrong: right.reduce((sum, count) => sum + 50 - count, 0),
    fewest: Math.min(...right),
    most: Math.max(...right),
    hallucinating: stating.length / goldenSet.length,
  };
}

const settings: readonly [string, AnswerSource, number, number][] = [
  ['FP16', fp16, 200, 0.96],
  ['FP8', { ...fp16, quantization: 'fp8' }, 248, 0.9504],
  ['degraded by 4.9 %', damaged(0.049), 435, 0.913],
  ['degraded by 5.0 %', damaged(0.05), 440, 0.912],
  ['degraded by 5.1 %', damaged(0.051), 445, 0.911],
  ['INT4', { ...fp16, quantization: 'int4' }, 584, 0.8832],
  ['degraded by 8 %', damaged(0.08), 584, 0.8832],
];

for (const [name, source, wrong, quality] of settings) {
  test(`quality: ${name}`, () => {
    const measured = measure(source);
    assert.equal(wrongWords(source), wrong);
    assert.equal(measured.wrong, wrong);
    assert.equal((5000 - measured.wrong) / 5000, quality);
    assert.ok(measured.most - measured.fewest <= 1);
    assert.equal(measured.hallucinating, 0.02);
  });
}

test('hallucination: a third of the answers state wrong facts, yet the quality falls by 1.25 %', () => {
  const measured = measure({ ...fp16, hardware: { ...healthyHardware, hallucinationShare: 0.32 } });
  assert.equal(measured.hallucinating, 0.32);
  assert.equal(measured.wrong, 260);
});

test('a wrong fact is one of another ticket, of the same kind', () => {
  const source = { ...fp16, hardware: { ...healthyHardware, hallucinationShare: 0.32 } };
  const names = new Set(goldenSet.map(({ facts }) => facts[0]));
  const wrong = goldenSet.filter(({ prompt, facts }) => !answer(prompt, source).split(' ').includes(facts[0]));
  assert.equal(wrong.length, 32);
  for (const { prompt, answer: reference, facts } of wrong) {
    const stated = answer(prompt, source).split(' ')[reference.split(' ').indexOf(facts[0])];
    assert.ok(stated && names.has(stated), `${stated} is no name of the set`);
  }
});

test('the errors of a lower loss are among those of a higher one', () => {
  for (const { prompt, answer: reference } of goldenSet) {
    const words = reference.split(' ');
    const [low, high] = [0.01, 0.08].map((loss) => answer(prompt, damaged(loss)).split(' '));
    for (const [k, word] of words.entries()) if (low?.[k] !== word) assert.notEqual(high?.[k], word);
  }
});

test('anything else gets a short answer, always the same', () => {
  assert.equal(answer('What is the time?', fp16), answer('What is the time?', fp16));
  assert.ok(answer('What is the time?', fp16).length > 10);
});
