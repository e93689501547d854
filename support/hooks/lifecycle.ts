import {
  After,
  AfterAll,
  Before,
  HookTarget,
  setDefaultTimeout,
  setParallelCanAssign,
  setWorldConstructor,
} from '@cucumber/cucumber';
import { config } from 'chai';
import { AcceptanceWorld } from '../../world/world';
import { closeChromium } from '../drivers/browser/chromium';
import { addressesFromEnvironment } from '../environment/addresses';
import { DISRUPTIVE, mayBegin, PORTAL } from '../scheduling';
import { attachEvidence } from './evidence';
import { moveBack, moveOut, restoreProcesses } from './private-environment';
import { assertNoResidue } from './residue';
import { attachRollouts } from './rollout-evidence';
import { assertNoSecretTold } from './secrets-told';

setWorldConstructor(AcceptanceWorld);

// A failure shows both values whole.
config.truncateThreshold = 0;

// Every wait has a deadline of its own. This one only ends what hangs outside of them.
setDefaultTimeout(180_000);

setParallelCanAssign(mayBegin);

Before({ name: 'an environment of its own', tags: DISRUPTIVE }, async function (this: AcceptanceWorld) {
  await moveOut(this);
});

// After hooks run in reverse order of definition: cleaning up comes first here, so that it is done last.
After({ name: 'give the environment back', tags: DISRUPTIVE }, async function (this: AcceptanceWorld, { result }) {
  await moveBack(this, result?.status === 'PASSED');
});

After({ name: 'undo what the scenario created' }, async function (this: AcceptanceWorld) {
  await this.ledger.settle();
});

After({ name: 'start again what was ended', tags: DISRUPTIVE }, async function (this: AcceptanceWorld) {
  await restoreProcesses(this);
});

After({ name: 'keep evidence of a failure' }, async function (this: AcceptanceWorld, { result }) {
  if (result?.status === 'FAILED') await attachEvidence(this);
});

After({ name: 'a chart of what was changed' }, async function (this: AcceptanceWorld) {
  await attachRollouts(this);
});

After({ name: 'a picture of the page', tags: PORTAL }, async function (this: AcceptanceWorld) {
  if (this.portal.isOpen)
    this.attach(await this.portal.visit.picture(), { mediaType: 'image/jpeg', fileName: 'The page at the end' });
});

After({ name: 'no outcome overlooked' }, function (this: AcceptanceWorld, { result }) {
  if (result?.status === 'PASSED' && this.outcome.overlooked) throw new Error(this.outcome.overlooked);
});

AfterAll({ name: 'close the browser' }, closeChromium);

AfterAll({ name: 'no residue', on: HookTarget.COORDINATOR }, async () => {
  if (wasStarted()) await assertNoResidue(addressesFromEnvironment());
});

AfterAll({ name: 'no secret told', on: HookTarget.COORDINATOR }, async () => {
  if (wasStarted()) await assertNoSecretTold(addressesFromEnvironment());
});

/** Without a chosen scenario nothing was started; where nothing listens nothing can be left. */
function wasStarted(): boolean {
  return process.env.E2E_ADDRESSES !== undefined && process.env.E2E_PREFLIGHT !== 'off';
}
