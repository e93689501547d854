// Plain JavaScript: Cucumber imports plugins before it has registered ts-node.
require('ts-node/register');

const { config } = require('../config');
const { runLabel } = require('../run-label');
const { CANNOT_RUN, explain } = require('../commands/report');
const { NOWHERE } = require('../environment/addresses');
const { EnvironmentError } = require('../environment/environment');

const SIGNALS = { SIGINT: 130, SIGTERM: 143 };

/**
 * Gives the run its environment before the first scenario, and takes it away after the last one, also when the run is
 * interrupted. Cucumber passes nothing from here to its workers: they read the variable E2E_ADDRESSES.
 */
module.exports = {
  type: 'plugin',
  coordinator({ operation, transform }) {
    if (operation !== 'runCucumber') return undefined;
    if (isDryRun(process.argv)) {
      process.env.E2E_ADDRESSES ??= JSON.stringify(NOWHERE);
      return undefined;
    }
    const lifetime = new Lifetime();
    // The one asynchronous moment before workers start.
    transform('pickles:order', async (pickles) => {
      if (pickles.length === 0) refuseEmptySelection();
      runLabel();
      await lifetime.begin();
      return pickles;
    });
    return () => lifetime.end();
  },
};

/** From the start of the environment to its end, whichever way the run goes. */
class Lifetime {
  #ending = new AbortController();
  #starting;
  #handlers = Object.entries(SIGNALS).map(([signal, code]) => [signal, () => this.#interrupt(signal, code)]);

  /** A failure ends the process here: after a throw Cucumber would not call the cleanup, and exit with 1. */
  async begin() {
    try {
      const { preflight } = config();
      if (preflight === 'off' && process.env.E2E_ADDRESSES) return;
      for (const [signal, handler] of this.#handlers) process.on(signal, handler);
      // Loaded only here, since a dry run needs none of it.
      const { attachOrStart } = require('../environment/attach');
      this.#starting = attachOrStart({ report: (line) => console.error(line), signal: this.#ending.signal });
      process.env.E2E_ADDRESSES = JSON.stringify((await this.#starting).addresses);
    } catch (error) {
      if (this.#ending.signal.aborted) return new Promise(() => {});
      console.error(explain(error));
      await this.end();
      process.exit(CANNOT_RUN);
    }
  }

  async end() {
    const environment = await this.#starting?.catch(() => undefined);
    await environment?.stop();
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
  }

  #interrupt(signal, code) {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(new EnvironmentError(`The start was called off (${signal}).`));
    this.end().then(
      () => process.exit(code),
      (error) => {
        console.error(explain(error));
        process.exit(code);
      },
    );
  }
}

/** A run of nothing would be green. */
function refuseEmptySelection() {
  console.error('No scenario fits the paths, tags or names that were asked for, so there is nothing to run.');
  process.exit(CANNOT_RUN);
}

/** Cucumber tells plugins nothing about --dry-run. */
function isDryRun(argv) {
  return argv.includes('--dry-run') || argv.includes('-d');
}
