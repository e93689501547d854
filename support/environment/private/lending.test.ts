import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { afterEach, describe, it, mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { EnvironmentError } from '../environment';
import { answerThreads, askCoordinator, type Lending } from './lending';

const CHANNEL = `lending-test-${process.pid}`;

describe('Asking for a private environment', () => {
  afterEach(() => mock.timers.reset());

  it('is given up when nobody answers', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const asked = askCoordinator(CHANNEL, 'crash', 'redis');
    mock.timers.tick(150_000);
    await assert.rejects(
      asked,
      new EnvironmentError('Whoever lends the private environment has not answered "crash" within 150 s.'),
    );
  });

  it('does no harm when the run ends before it is answered', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const work = new EventEmitter();
    const crash = async () => {
      work.emit('begun');
      await once(work, 'ended');
    };
    const stopAnswering = answerThreads(CHANNEL, { crash } as Partial<Lending> as Lending);
    const begun = once(work, 'begun');
    const asked = askCoordinator(CHANNEL, 'crash', 'redis');
    await begun;
    stopAnswering();
    work.emit('ended');
    // A failure that nobody catches would fail the test here.
    await turn();
    mock.timers.tick(150_000);
    await assert.rejects(asked, EnvironmentError);
  });
});
