import { TableLock } from '../support/drivers/table-lock';
import { eventually } from '../support/eventually';
import type { Act } from './acts';
import { Duration } from './amounts/duration';
import type { Surroundings } from './surroundings';

/** Written by every act in its middle: after something else, and before the rest. */
const IN_THE_MIDDLE = 'audit_log';

/** How long it may take until everything that was asked for stands still. */
const SOON = Duration.parse('5 minutes');

/** Acts in the middle of which OptiInfra crashes. */
export class Interruptions {
  constructor(private readonly around: Surroundings) {}

  /**
   * Has all of them done at once, ends the only orchestrator when each stands in its middle, and starts it again once nothing keeps the
   * books from being written.
   * @throws NotInTime where they do not come to stand
   */
  async crashInTheMiddleOf(acts: readonly Act[]): Promise<void> {
    const { addresses, clock, journal, ledger, processes } = this.around;
    const [orchestrator] = await processes.orchestrators();
    if (!orchestrator) throw new Error('No orchestrator is running');
    const lock = await TableLock.take(addresses.secrets.platformDatabaseUrl, IN_THE_MIDDLE, journal);
    ledger.owe('the lock in which acts stood still', () => lock.release());
    // Nobody will be there to answer.
    const unanswered = Promise.allSettled(acts.map((act) => act.do()));
    await eventually(
      `all ${acts.length} acts to be in the middle of being written down`,
      () => lock.waiting(),
      (waiting) => waiting >= acts.length,
      { ...clock.within(SOON), show: (waiting) => `${waiting} are` },
    );
    await processes.crash(orchestrator.name);
    await lock.release();
    await unanswered;
    await processes.startAgain(orchestrator.name);
  }

  /** What is on record of each, in words; nothing where none of its parts is. */
  async recorded(acts: readonly Act[]): Promise<readonly string[]> {
    const found = await Promise.all(acts.map(async (act) => ({ act, parts: await act.recorded() })));
    return found.filter(({ parts }) => parts.length > 0).map(({ act, parts }) => `${act.what}: ${parts.join(', ')}`);
  }

  async doAgain(acts: readonly Act[]): Promise<void> {
    await Promise.all(acts.map((act) => act.do()));
  }
}
