import type { Background, Feature, Rule, Scenario } from '@cucumber/messages';

/** What stands in a feature, on whichever level. */
export interface Parts {
  readonly rules: readonly Rule[];
  readonly scenarios: readonly Scenario[];
  readonly backgrounds: readonly Background[];
}

export function partsOf(feature: Feature): Parts {
  const rules = feature.children.flatMap(({ rule }) => rule ?? []);
  const children = [...feature.children, ...rules.flatMap((rule) => rule.children)];
  return {
    rules,
    scenarios: children.flatMap(({ scenario }) => scenario ?? []),
    backgrounds: children.flatMap(({ background }) => background ?? []),
  };
}
