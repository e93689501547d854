import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import {
  type Feature,
  type FeatureChild,
  type RuleChild as GherkinRuleChild,
  type Scenario as GherkinScenario,
  type Step as GherkinStep,
  IdGenerator,
  type Tag,
} from '@cucumber/messages';

/** Something that stands in one line of a feature. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/** What a step is, whatever it is called: And and But are what stands before them, "*" is nothing. */
export type StepKind = 'given' | 'when' | 'then' | 'unclear';

export interface Step extends Line {
  readonly kind: StepKind;
  /** False for an And or But. */
  readonly opens: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly line: number;
  readonly description: string;
  /** Steps of the backgrounds above it come first. */
  readonly steps: readonly Step[];
  /** Tags of the feature, the rule, the scenario and its examples. */
  readonly tags: readonly Line[];
  readonly underRule: boolean;
}

export interface FeatureFile {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly description: string;
  /** Tags on the Feature line alone. */
  readonly tags: readonly Line[];
  readonly scenarios: readonly Scenario[];
  /** Every title, description, step and cell. */
  readonly sentences: readonly Line[];
  /** As the parser gives it, for rules about its layout. */
  readonly tree: Feature;
}

/** @throws Error of the parser when it is no Gherkin; RangeError when it holds no feature */
export function parseFeature(path: string, source: string): FeatureFile {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  const { feature } = parser.parse(source);
  if (!feature) throw new RangeError('the file holds no feature');
  const { name, description, children } = feature;
  const tags = feature.tags.map(tagLine);
  return {
    path,
    name,
    line: feature.location.line,
    description: description.trim(),
    tags,
    scenarios: scenariosOf(children, { tags, steps: [], underRule: false }),
    sentences: sentencesOf(feature),
    tree: feature,
  };
}

/** What scenarios have from above. */
interface Context {
  readonly tags: readonly Line[];
  readonly steps: readonly GherkinStep[];
  readonly underRule: boolean;
}

type Child = FeatureChild | GherkinRuleChild;

function scenariosOf(children: readonly Child[], above: Context): readonly Scenario[] {
  const background = children.flatMap((child) => child.background?.steps ?? []);
  const context = { ...above, steps: [...above.steps, ...background] };
  return children.flatMap((child) => {
    if ('rule' in child && child.rule) {
      const tags = [...context.tags, ...child.rule.tags.map(tagLine)];
      return scenariosOf(child.rule.children, { ...context, tags, underRule: true });
    }
    return child.scenario ? [scenarioOf(child.scenario, context)] : [];
  });
}

function scenarioOf(scenario: GherkinScenario, { tags, steps, underRule }: Context): Scenario {
  const { name, location, description, examples } = scenario;
  const own = [...scenario.tags, ...examples.flatMap((example) => example.tags)].map(tagLine);
  return {
    name,
    line: location.line,
    description: description.trim(),
    steps: withKinds([...steps, ...scenario.steps]),
    tags: [...tags, ...own],
    underRule,
  };
}

const KINDS: Readonly<Record<string, StepKind>> = { Context: 'given', Action: 'when', Outcome: 'then' };

function withKinds(steps: readonly GherkinStep[]): readonly Step[] {
  let kind: StepKind = 'unclear';
  return steps.map(({ text, keywordType, location }) => {
    const opens = keywordType !== 'Conjunction';
    if (opens) kind = KINDS[keywordType ?? ''] ?? 'unclear';
    return { text, line: location.line, kind, opens };
  });
}

function tagLine({ name, location }: Tag): Line {
  return { text: name, line: location.line };
}

interface Node {
  readonly name?: string;
  readonly text?: string;
  readonly value?: string;
  readonly description?: string;
  readonly location?: { readonly line: number };
}

/** What people read, found anywhere in the tree; comments and tags are not for them. */
function sentencesOf(node: unknown): readonly Line[] {
  if (Array.isArray(node)) return node.flatMap(sentencesOf);
  if (!node || typeof node !== 'object') return [];
  const { name, text, value, description, location } = node as Node;
  const own = [name, text, value, description].filter((part) => part !== undefined && part !== '');
  const line = location?.line ?? 1;
  const children = Object.entries(node).filter(([key]) => key !== 'tags' && key !== 'comments');
  return [...own.map((part) => ({ text: part ?? '', line })), ...children.flatMap(([, child]) => sentencesOf(child))];
}
