import { After, AfterStep, Before, BeforeStep } from '@cucumber/cucumber';
import type { AcceptanceWorld } from '../../world/world';
import { EventStream } from '../drivers/event-stream';
import * as waiting from '../eventually';
import { type Interval, TIMING_MEDIA_TYPE, timingOf, type Wait } from './timing';

/** Support code that only a measured run loads: notes where the time of each scenario's steps goes, and attaches it. */

const { eventually } = waiting;
let notes = nothing();
/** Undefined between steps: what hooks wait for is nobody's step. */
let stepBegan: number | undefined;

Before(function (this: AcceptanceWorld) {
  const scenario = nothing();
  notes = scenario;
  const add = this.journal.add.bind(this.journal);
  this.journal.add = (entry) => {
    const to = now();
    scenario.calls.push({ from: to - entry.milliseconds, to });
    add(entry);
  };
});

BeforeStep(() => {
  stepBegan = now();
});

AfterStep(() => {
  if (stepBegan !== undefined) notes.steps.push({ from: stepBegan, to: now() });
  stepBegan = undefined;
});

After(function (this: AcceptanceWorld) {
  this.attach(JSON.stringify(timingOf(notes)), TIMING_MEDIA_TYPE);
});

// The suite has one way to wait. Compiled to CommonJS, everyone looks it up at the call, so that it can be replaced here.
Object.assign(waiting, { eventually: noted });

/** Waits as always, and notes when the condition was last seen false, and since when it can have been true. */
async function noted<T>(...[what, probe, until, patience]: Parameters<typeof eventually<T>>): Promise<T> {
  const from = now();
  let look = { at: from, events: 0 };
  let lastFalse: typeof look | undefined;
  const value = await eventually(
    what,
    () => {
      look = { at: now(), events: eventsOf(patience.wake).length };
      return probe();
    },
    (seen) => {
      const holds = until(seen);
      if (!holds) lastFalse = look;
      return holds;
    },
    patience,
  );
  if (lastFalse && stepBegan !== undefined) {
    const event = eventsOf(patience.wake)[lastFalse.events];
    const trueAt = Math.max(lastFalse.at, event ? Date.parse(event.at) : 0);
    notes.waits.push({ from, trueAt, to: now() });
  }
  return value;
}

function nothing(): { steps: Interval[]; calls: Interval[]; waits: Wait[] } {
  return { steps: [], calls: [], waits: [] };
}

function eventsOf(wake: waiting.Wake | undefined): EventStream['events'] {
  return wake instanceof EventStream ? wake.events : [];
}

/** Milliseconds since 1970, as finely as the clock goes. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
