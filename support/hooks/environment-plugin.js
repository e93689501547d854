// Plain JavaScript: Cucumber imports plugins before it has registered ts-node.
require('ts-node/register');

const { config } = require('../config');
const { DISRUPTIVE, isAlone, isDisruptive, isInPortal, isInRealAccount } = require('../scheduling');
const { fuzzSeed } = require('../fuzz-seed');
const { runLabel } = require('../run-label');
const { CANNOT_RUN, explain } = require('../commands/report');
const { NOWHERE } = require('../environment/addresses');
const { BROWSER_VARIABLE } = require('../environment/browser/program');
const { EnvironmentError } = require('../environment/environment');

const SIGNALS = { SIGINT: 130, SIGTERM: 143 };

/**
 * Gives the run its environment before the first scenario, and takes it away after the last one, also when the run is
 * interrupted; likewise the private one, for scenarios that end processes. Cucumber passes nothing from here to its workers: they read
 * the variables E2E_ADDRESSES and E2E_LENDER.
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
      fuzzSeed();
      const seen = await withBrowser(withoutWhatTargetLacks(pickles));
      const disruptive = seen.filter(({ pickle }) => isDisruptive(pickle));
      const others = seen.filter(({ pickle }) => !isDisruptive(pickle));
      await lifetime.begin({ shared: others.length > 0, own: disruptive.length > 0 });
      const alone = others.filter(({ pickle }) => isAlone(pickle));
      const besideOthers = others.filter(({ pickle }) => !isAlone(pickle));
      // Of those that end processes one runs at a time, so that they would keep the end of the run waiting; those that run alone are its end.
      return [...disruptive, ...besideOthers, ...alone];
    });
    return () => lifetime.end();
  },
};

/** Leaves out what the target cannot do, and tells how many scenarios that are. */
function withoutWhatTargetLacks(pickles) {
  const target = config().target === 'remote' ? deployed() : undefined;
  if (target?.addresses.realAccount)
    return only(pickles, isInRealAccount, `there is no simulated outside world at ${target.name}`);
  const simulated = only(pickles, (pickle) => !isInRealAccount(pickle), 'there is no real account at AWS');
  if (!target) return simulated;
  // Nobody gets near the processes of a deployed environment, and a private one beside it would be another.
  const tags = [...target.lacking.map((ability) => `@${ability}`), DISRUPTIVE];
  const isPossible = (pickle) => !pickle.tags.some((tag) => tags.includes(tag.name));
  return only(simulated, isPossible, `${target.name} cannot do what they need (${tags.join(', ')})`);
}

function deployed() {
  const { readDescription } = require('../environment/remote/description');
  return orExit(() => readDescription(config().remote));
}

function only(pickles, isPossible, why) {
  const possible = pickles.filter(({ pickle }) => isPossible(pickle));
  leaveOut(pickles.length - possible.length, why);
  if (possible.length === 0) refuseEmptySelection();
  return possible;
}

function leaveOut(count, why) {
  if (count === 0) return;
  const told = `${count} of the scenarios left out: ${why}.`;
  process.env.E2E_LEFT_OUT = [process.env.E2E_LEFT_OUT, told].filter(Boolean).join('\n');
  tell(told);
}

function orExit(read) {
  try {
    return read();
  } catch (error) {
    console.error(explain(error));
    process.exit(CANNOT_RUN);
  }
}

/**
 * Finds the browser for the scenarios that look at the portal, once for all workers. Without one they are left out, and the summary says so;
 * in CI, where nobody reads that, the run ends.
 */
async function withBrowser(pickles) {
  const inPortal = pickles.filter(({ pickle }) => isInPortal(pickle));
  if (inPortal.length === 0) return pickles;
  const { browserSearch, findBrowser } = require('../environment/browser/browser');
  try {
    process.env[BROWSER_VARIABLE] = JSON.stringify(await findBrowser(browserSearch(config().browserExecutable)));
    return pickles;
  } catch (error) {
    console.error(explain(error));
    if (process.env.CI || inPortal.length === pickles.length) process.exit(CANNOT_RUN);
    leaveOut(inPortal.length, 'there is no browser to look at the portal with');
    return pickles.filter(({ pickle }) => !isInPortal(pickle));
  }
}

/** From the start of the environments to their end, whichever way the run goes. */
class Lifetime {
  #ending = new AbortController();
  #starting;
  #lender;
  #handlers = Object.entries(SIGNALS).map(([signal, code]) => [signal, () => this.#interrupt(signal, code)]);

  /** A failure ends the process here: after a throw Cucumber would not call the cleanup, and exit with 1. */
  async begin(wanted) {
    try {
      const { preflight } = config();
      if (preflight === 'off' && process.env.E2E_ADDRESSES) return;
      for (const [signal, handler] of this.#handlers) process.on(signal, handler);
      // Loaded only here, since a dry run needs none of it.
      const { attach } = require('../environment/attach');
      const standing = wanted.shared ? await attach({ report: tell }) : undefined;
      await Promise.all([wanted.shared && this.#beginShared(standing), wanted.own && this.#beginLending()]);
    } catch (error) {
      if (this.#ending.signal.aborted) return new Promise(() => {});
      console.error(explain(error));
      // Where one cannot start, nobody waits for the other.
      this.#ending.abort(new EnvironmentError('The start was called off, because the other environment cannot start.'));
      await this.end();
      process.exit(CANNOT_RUN);
    }
  }

  async #beginShared(standing) {
    const { start } = require('../environment/start');
    const options = { report: tell, alarm: tell, signal: this.#ending.signal };
    this.#starting = standing ? Promise.resolve(standing) : start(options);
    process.env.E2E_ADDRESSES = JSON.stringify((await this.#starting).addresses);
  }

  /** Before the first scenario, because nobody shall notice the start. */
  async #beginLending() {
    const { Lender } = require('../environment/private/lender');
    this.#lender = new Lender({ report: () => {}, alarm: tell, signal: this.#ending.signal });
    process.env.E2E_LENDER = this.#lender.begin();
    const begun = performance.now();
    await this.#lender.prepare();
    tell(`private environment ready ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }

  async end() {
    const shared = this.#starting?.catch(() => undefined).then((environment) => environment?.stop());
    await Promise.all([shared, this.#lender?.end()]);
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

function tell(line) {
  console.error(line);
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
