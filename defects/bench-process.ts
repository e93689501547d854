import { explain } from '../support/commands/report';
import { config } from '../support/config';
import { startRun } from '../support/environment/embedded/start';
import { EnvironmentError } from '../support/environment/environment';
import { claimStanding, publishStanding, removeStanding } from '../support/environment/standing';
import { type FromBench, TO_BENCH } from './bench-messages';

/** The process that holds a bench's environment, in the copy whose programs that runs. It ends with whoever has started it. */
async function hold(): Promise<void> {
  const ending = new AbortController();
  const asked = new Promise<void>((resolve) => {
    const end = (): void => {
      ending.abort(new EnvironmentError('The environment of a bench was called off.'));
      resolve();
    };
    process.on('disconnect', end).on('SIGTERM', end);
  });
  claimStanding();
  try {
    const alarm = (died: string): void => tell({ died });
    await using run = await startRun({ report: () => {}, alarm, signal: ending.signal }, { ...config(), ports: {} });
    const publish = (): void => publishStanding(run.addresses);
    publish();
    process.on('message', (message) => {
      const { restart } = TO_BENCH.parse(message);
      run.restart(restart).then(() => {
        publish();
        tell({ ready: true });
      }, fail);
    });
    tell({ ready: true });
    await asked;
  } finally {
    removeStanding();
  }
}

function fail(error: unknown): void {
  tell({ failed: explain(error) });
}

function tell(message: FromBench): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

hold()
  .catch(fail)
  .finally(() => {
    if (process.connected) process.disconnect();
  });
