import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { NOWHERE } from '../addresses';
import { EnvironmentError } from '../environment';
import { BorrowedEnvironment } from './borrowed-environment';
import { Lender, type Lent } from './lender';

describe('The lender of private environments', () => {
  let happened: string[];
  let failure: Error | undefined;
  let lender: Lender;
  let variables: NodeJS.ProcessEnv;

  /** An environment that only tells what is asked of it. */
  const start = async (): Promise<Lent> => {
    if (failure) throw failure;
    const runId = `run-${happened.filter((what) => what === 'start').length + 1}`;
    happened.push('start');
    const note = (what: string) => async (name?: unknown) => void happened.push(name ? `${what} ${name}` : what);
    return {
      addresses: { ...NOWHERE, runId },
      orchestrators: async () => [{ name: 'orchestrator', url: 'http://127.0.0.1:9' }],
      addOrchestrator: async () => ({ name: 'orchestrator-2', url: 'http://127.0.0.1:9' }),
      crash: note('crash'),
      startAgain: note('start again'),
      restore: note('restore'),
      tidy: note('tidy'),
      stop: note('stop'),
    };
  };
  const borrow = () => BorrowedEnvironment.borrow(undefined, variables);

  beforeEach(() => {
    happened = [];
    failure = undefined;
    const options = { report: () => undefined, alarm: () => undefined, signal: new AbortController().signal };
    lender = new Lender(options, start);
    variables = { E2E_LENDER: lender.begin() };
  });
  afterEach(() => lender.end());

  it('starts one when it is asked for, and does to it what the scenario asks', async () => {
    const borrowed = await borrow();
    assert.equal(borrowed.addresses.runId, 'run-1');
    assert.deepEqual(await borrowed.orchestrators(), [{ name: 'orchestrator', url: 'http://127.0.0.1:9' }]);
    assert.equal((await borrowed.addOrchestrator()).name, 'orchestrator-2');
    await borrowed.crash('redis');
    await borrowed.startAgain('redis');
    await borrowed.restore();
    assert.deepEqual(happened, ['start', 'crash redis', 'start again redis', 'restore']);
  });

  it('lends one that comes back whole again', async () => {
    await lender.prepare();
    await (await borrow()).giveBack(true);
    assert.equal((await borrow()).addresses.runId, 'run-1');
    assert.deepEqual(happened, ['start', 'tidy']);
  });

  it('ends one that does not, and lends a new one', async () => {
    await (await borrow()).giveBack(false);
    assert.equal((await borrow()).addresses.runId, 'run-2');
    assert.deepEqual(happened, ['start', 'stop', 'start']);
  });

  it('lends to one scenario at a time', async () => {
    const borrowed = await borrow();
    await assert.rejects(borrow(), { name: 'EnvironmentError', message: /lent to another scenario/ });
    await borrowed.giveBack(true);
    await assert.rejects(borrowed.crash('redis'), { message: 'No private environment is lent at the moment.' });
  });

  it('tells why none can be started, and tries again for the next scenario', async () => {
    failure = new EnvironmentError('The disk is full.');
    await assert.rejects(borrow(), { name: 'EnvironmentError', message: 'The disk is full.' });
    failure = undefined;
    await borrow();
  });

  it('ends with the run, and what it has lent with it', async () => {
    await borrow();
    await lender.end();
    assert.deepEqual(happened, ['start', 'stop']);
  });

  it('is missed where a run has none', async () => {
    await assert.rejects(BorrowedEnvironment.borrow(undefined, {}), {
      name: 'ConfigurationError',
      message: /E2E_LENDER is not set/,
    });
  });
});
