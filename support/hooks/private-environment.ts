import type { AcceptanceWorld } from '../../world/world';
import { config } from '../config';
import { BorrowedEnvironment } from '../environment/private/borrowed-environment';
import { FAULT_MEDIA_TYPE } from '../reports/media-types';
import { assertNoResidue } from './residue';

const borrowed = new WeakMap<AcceptanceWorld, BorrowedEnvironment>();

/** Gives the scenario an environment of its own. */
export async function moveOut(world: AcceptanceWorld): Promise<void> {
  // Where nothing is to be started the scenario fails as all others do.
  if (config().preflight === 'off') return;
  const environment = await BorrowedEnvironment.borrow((name) => void world.attach(name, FAULT_MEDIA_TYPE));
  borrowed.set(world, environment);
  world.moveTo({ addresses: environment.addresses, processes: environment });
}

/** Starts again what the scenario has ended, so that it can be cleaned up. */
export async function restoreProcesses(world: AcceptanceWorld): Promise<void> {
  await borrowed.get(world)?.restore();
}

/** The next scenario gets the environment only from one that passed and left nothing in it. @throws NotInTime naming what it left */
export async function moveBack(world: AcceptanceWorld, hasPassed: boolean): Promise<void> {
  const environment = borrowed.get(world);
  if (environment === undefined) return;
  borrowed.delete(world);
  let isUsable = false;
  try {
    if (hasPassed) await assertNoResidue(environment.addresses);
    isUsable = hasPassed;
  } finally {
    await environment.giveBack(isUsable);
  }
}
