import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diedIn } from './suite-run';

describe('What a run says of its services', () => {
  it('names those that ended unasked', () => {
    const complaints = [
      'cost 1.2 s',
      'cost ended with code 1. The end of its log:',
      'agent ended badly',
      'orchestrator ended by SIGKILL. The end of its log:',
    ].join('\n');
    assert.deepEqual(diedIn(complaints), ['cost', 'orchestrator']);
  });

  it('names nobody when all went well', () => {
    assert.deepEqual(diedIn('cost 1.2 s\nready 5.0 s'), []);
  });
});
