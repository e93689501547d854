import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from './quality';

const golden = [
  { prompt: 'Who calls?', answer: 'Ticket 4711 goes to Rivera', facts: ['4711', 'Rivera'] },
  { prompt: 'When?', answer: 'Call back before noon on Friday', facts: ['noon', 'Friday'] },
];

describe('judge', () => {
  it('counts words that stand at their place', () => {
    const look = judge(golden, ['Ticket 4711 goes to Rivera', 'Call back befor noon on Friday']);
    assert.equal(look.right.share, 10 / 11);
    assert.equal(look.hallucinating.share, 0);
  });
  it('sees a swapped fact though most words are right', () => {
    const look = judge(golden, ['Ticket 4712 goes to Rivera', 'Call back before noon on Friday']);
    assert.equal(look.hallucinating.share, 0.5);
  });
  it('gives nothing for an answer that is missing', () => {
    assert.equal(judge(golden, []).right.share, 0);
  });
});
