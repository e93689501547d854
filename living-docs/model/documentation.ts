import type { Envelope } from '@cucumber/messages';
import type { Requirement } from '../../support/specification/requirements';
import { asSpecified } from './as-specified';
import type { Capability } from './capability';
import { type Figure, figuresOf } from './figures';
import { readGlossary, type Term } from './glossary';
import { type PastResult, type PastRun, resultsByScenario } from './history';
import type { Readme } from './readmes';
import { type Run, readRun } from './run';
import type { Feature, Scenario } from './scenario';
import { slug } from './slug';
import { countStatuses } from './status';
import { type Guard, type Traceability, trace } from './traceability';

/** Where the messages came from, for whoever judges by them. */
export interface Origin {
  readonly kind: 'run' | 'dry run';
  readonly files: readonly string[];
  /** The run was killed. */
  readonly brokenOff: boolean;
  /** The commit that is documented; empty where nobody knows. */
  readonly commit: string;
  /** Features that read differently now. */
  readonly outdated: number;
}

/** Everything that is read besides the messages. */
export interface Surroundings {
  readonly readmeOf: (folder: string) => Readme | undefined;
  readonly cast: string;
  readonly requirements: readonly Requirement[];
  readonly guards: readonly Guard[];
  readonly history: readonly PastRun[];
}

/** All that the pages show. */
export interface Documentation {
  readonly origin: Origin;
  readonly run: Run;
  readonly capabilities: readonly Capability[];
  readonly scenarios: readonly Scenario[];
  readonly traceability: Traceability;
  readonly glossary: readonly Term[];
  readonly history: readonly PastRun[];
  readonly pastResults: ReadonlyMap<string, readonly PastResult[]>;
  readonly figures: readonly Figure[];
}

export function document(envelopes: Iterable<Envelope>, around: Surroundings, origin: Origin): Documentation {
  const run = origin.kind === 'run' ? readRun(envelopes) : asSpecified(readRun(envelopes));
  const scenarios = run.features.flatMap((feature) => feature.scenarios);
  const capabilities = capabilitiesOf(run.features, around.readmeOf);
  return {
    origin,
    run,
    capabilities,
    scenarios,
    traceability: trace(around.requirements, scenarios, around.guards),
    glossary: readGlossary(capabilities, around.cast, scenarios),
    history: around.history,
    pastResults: resultsByScenario(around.history),
    figures: figuresOf(scenarios, around.history),
  };
}

function capabilitiesOf(features: readonly Feature[], readmeOf: Surroundings['readmeOf']): readonly Capability[] {
  const folders = new Map<string, Feature[]>();
  for (const feature of features) {
    const there = folders.get(feature.capability);
    if (there) there.push(feature);
    else folders.set(feature.capability, [feature]);
  }
  return [...folders].map(([folder, members]) => {
    const readme = folder ? readmeOf(folder) : undefined;
    return {
      id: slug(folder || 'other'),
      folder,
      name: readme?.title || humanized(folder),
      readme,
      features: members,
      totals: countStatuses(members.flatMap(({ scenarios }) => scenarios.map(({ status }) => status))),
    };
  });
}

function humanized(folder: string): string {
  const words = folder.replaceAll('-', ' ');
  return words ? words[0]?.toUpperCase() + words.slice(1) : 'Other features';
}
