import { EventStream, LineRefused } from '../../support/drivers/event-stream';
import { eventually } from '../../support/eventually';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { SOON } from '../trail';

/** Listens to what a customer is told. @returns true once the line has been refused @throws NotInTime where it stays open */
export async function isTurnedAway(
  { addresses, clock, eventContract, journal, ledger }: Surroundings,
  victim: Subscriber,
  token = '',
) {
  const url = `${addresses.websocketUrl}/ws/customers/${victim.own.customerId}`;
  const line = await EventStream.open(url, token, { contract: eventContract, journal }).catch(
    (error: unknown) => error,
  );
  if (!(line instanceof EventStream)) return line instanceof LineRefused;
  ledger.owe('line of an eavesdropper', async () => line.close());
  return await eventually(
    `a line to what ${victim.name} is told to be refused`,
    async () => isRefused(line),
    (refused) => refused,
    { ...clock.within(SOON), wake: line, show: () => 'it is open' },
  );
}

function isRefused(line: EventStream): boolean {
  try {
    return line.events === undefined;
  } catch (error) {
    return error instanceof LineRefused;
  }
}
