import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaintOf, projectOf, runIdOf } from './engine';

describe('A project of Compose', () => {
  it('is named after its run, without capitals, and leads back to it', () => {
    const runId = '20261128T124531-d9c97c';
    assert.equal(projectOf(runId), 'optiinfra-e2e-20261128t124531-d9c97c');
    assert.equal(runIdOf(projectOf(runId)), runId);
  });
});

describe('The complaint of Compose', () => {
  it('is what it says besides its progress', () => {
    const stderr =
      ' Container optiinfra-redis-1  Started\n Network optiinfra_default  Created\nno such image: redis:0\n';
    assert.equal(complaintOf(Object.assign(new Error('Command failed'), { stderr })), 'no such image: redis:0');
  });

  it('is its progress where it says nothing else, and the error where it says nothing', () => {
    assert.equal(
      complaintOf(Object.assign(new Error('failed'), { stderr: ' Container a  Error\n' })),
      'Container a  Error',
    );
    assert.equal(complaintOf(new Error('spawn docker ENOENT')), 'spawn docker ENOENT');
  });
});
