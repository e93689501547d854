import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssertionError } from 'chai';
import { asWished } from './analyses';

const queued = (analysis_type: 'cost_optimization' | 'quality_assurance') =>
  ({ task_id: '1', analysis_type, routed_to_agent: 'cost' }) as const;

describe('What was queued', () => {
  it('is what was wished for', () => {
    const answered = [queued('quality_assurance'), queued('cost_optimization')];
    assert.equal(asWished(answered, ['quality assurance', 'cost optimization']), answered);
  });

  it('is no less, and nothing else', () => {
    for (const [answered, wishes] of [
      [[], ['cost optimization']],
      [[queued('cost_optimization')], ['cost optimization', 'quality assurance']],
      [[queued('cost_optimization')], ['quality assurance']],
    ] as const) {
      assert.throws(() => asWished(answered, wishes), AssertionError);
    }
  });

  it('cannot be nothing because nothing was wished for', () => {
    assert.throws(() => asWished([], []), /must ask for one/);
  });
});
