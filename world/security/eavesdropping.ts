import { EventStream, LineRefused } from '../../support/drivers/event-stream';
import { eventually, NotInTime } from '../../support/eventually';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { SOON } from '../trail';

/** Listens to what a customer is told. @returns whether the line was refused; false where it stays open */
export async function isTurnedAway(
  { addresses, clock, eventContract, journal, ledger }: Surroundings,
  victim: Subscriber,
  token: string | undefined,
): Promise<boolean> {
  const url = `${addresses.websocketUrl}/ws/customers/${victim.own.customerId}`;
  const line = await EventStream.open(url, token, { contract: eventContract, journal }).catch(
    (error: unknown) => error,
  );
  if (!(line instanceof EventStream)) return line instanceof LineRefused;
  ledger.owe('line of an eavesdropper', async () => line.close());
  try {
    return await eventually(
      `a line to what ${victim.name} is told to be refused`,
      async () => isRefused(line),
      (refused) => refused,
      { ...clock.within(SOON), wake: line },
    );
  } catch (error) {
    if (error instanceof NotInTime) return false;
    throw error;
  }
}

function isRefused(line: EventStream): boolean {
  try {
    return line.events === undefined;
  } catch (error) {
    return error instanceof LineRefused;
  }
}
