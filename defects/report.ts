import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Defect } from './defect';
import type { Placed } from './scenarios';
import type { Trial } from './trial';

const ENTRY = z.object({
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  file: z.string(),
  outcome: z.string(),
  /** Titles of the scenarios that noticed it. */
  by: z.array(z.string()).default([]),
  /** The failure's first line. */
  failure: z.string().default(''),
  /** Wall seconds. */
  seconds: z.number(),
  /** When it was tried: ISO 8601. */
  at: z.string(),
  /** Of what was tried: another defect under the same name has not been. */
  fingerprint: z.string(),
});

const REPORT = z.object({ defects: z.array(ENTRY) });

export type Entry = z.infer<typeof ENTRY>;

/** What became of each defect when it was tried last. */
export interface Report {
  readonly caught: number;
  readonly defects: readonly Entry[];
  /** Titles of scenarios that have caught none of them. */
  readonly unprovenScenarios: readonly string[];
}

/** The trials' results, and of the defects that were not tried now those of the last time, as far as they are still the same. */
export function reportOf(trials: readonly Trial[], around: Around): Report {
  const now = new Map(trials.map((trial) => [trial.defect.id, entryOf(trial, around.at)]));
  const earlier = new Map(around.earlier.map((entry) => [entry.id, entry]));
  const defects = around.catalogue.flatMap((defect) => {
    const before = earlier.get(defect.id);
    const entry = now.get(defect.id) ?? (before?.fingerprint === fingerprintOf(defect) ? before : undefined);
    return entry ?? [];
  });
  const caught = defects.filter(({ outcome }) => outcome === 'caught');
  const proven = new Set(caught.flatMap(({ by }) => by));
  const unprovenScenarios = around.scenarios.map(({ title }) => title).filter((title) => !proven.has(title));
  return { caught: caught.length, defects, unprovenScenarios };
}

export interface Around {
  readonly earlier: readonly Entry[];
  readonly catalogue: readonly Defect[];
  readonly scenarios: readonly Placed[];
  readonly at: string;
}

/** What an earlier command has kept; nothing where there is none, or none that this one can read. */
export function readReport(file: string): readonly Entry[] {
  if (!existsSync(file)) return [];
  const parsed = REPORT.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data.defects : [];
}

export function writeReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

function entryOf({ defect, verdict, seconds }: Trial, at: string): Entry {
  const { id, title, requirement, file } = defect;
  const found = {
    outcome: verdict.outcome,
    by: 'by' in verdict ? [...verdict.by] : [],
    failure: 'failure' in verdict ? verdict.failure : '',
  };
  return {
    id,
    title,
    requirement,
    file,
    ...found,
    seconds: Math.round(seconds),
    at,
    fingerprint: fingerprintOf(defect),
  };
}

/** Of what is changed and who has to notice; not of the words. */
function fingerprintOf({ file, old, new: changed, caughtBy }: Defect): string {
  return createHash('sha256')
    .update(JSON.stringify([file, old, changed, caughtBy]))
    .digest('hex')
    .slice(0, 16);
}
