import { defineParameterType } from '@cucumber/cucumber';
import { Duration } from '../world/amounts/duration';
import { Money } from '../world/amounts/money';
import { Percent } from '../world/amounts/percent';
import { CAST, type CastName } from '../world/cast';
import { CHANGES, type Change, changeNamed } from '../world/changes';

// Patterns are loose and transformers strict: a slip in an amount is explained instead of yielding "undefined step".

defineParameterType({ name: 'money', regexp: /-?\$[\d.,]+/, transformer: (text: string) => Money.parse(text) });

defineParameterType({ name: 'percent', regexp: /-?[\d.,]+\s?%/, transformer: (text: string) => Percent.parse(text) });

defineParameterType({
  name: 'duration',
  regexp: /[\d.]+ (?:second|minute|hour|day|week)s?/,
  transformer: (text: string) => Duration.parse(text),
});

defineParameterType({
  name: 'instances',
  regexp: /\d+ (?:machine|instance)s?/,
  transformer: (text: string) => Number.parseInt(text, 10),
});

defineParameterType({
  name: 'customer',
  regexp: /[A-Z]\w+ (?:Corp|Inc)/,
  transformer: (text: string): CastName => {
    const name = CAST.find((candidate) => candidate === text);
    if (!name) throw new TypeError(`"${text}" is not in the cast. There are ${CAST.join(', ')}`);
    return name;
  },
});

defineParameterType({
  name: 'machines',
  regexp: /[a-z]+-\d+(?:, [a-z]+-\d+)*(?: and [a-z]+-\d+)?/,
  transformer: (text: string): readonly string[] => text.split(/, | and /),
});

/** Words of features that stand for what a contract calls by another name. */
function dictionary(name: string, meanings: Readonly<Record<string, string>>): void {
  defineParameterType({
    name,
    regexp: Object.keys(meanings).map((words) => new RegExp(words)),
    transformer: (words: string) => meanings[words] ?? words,
  });
}

/** Why an analysis leaves machines where they are: in a sentence, and as the contract calls it. */
const REFUSALS: Readonly<Record<string, string>> = {
  'it serves urgent requests': 'latency_critical',
  'it cannot bear an interruption': 'not_fault_tolerant',
  'the discount is too small': 'discount_too_small',
  'interruptions are too frequent': 'interruptions_too_frequent',
  'there is not enough room': 'capacity_too_small',
  'it is used': 'in_use',
  'its model fills the memory': 'memory_bound',
  'its data costs more to move than the machine saves': 'transfer_cost_too_high',
  'it has not run long enough': 'too_young',
  'it is not used steadily': 'not_steady',
  'something else is planned for it': 'planned_otherwise',
};

dictionary('refusal', REFUSALS);

/** Why a migration did not come to its planned end. */
const SETBACKS: Readonly<Record<string, string>> = {
  'there is no spot capacity': 'no_spot_capacity',
  'the cloud took the machines back': 'spot_interrupted',
  'the work did not go on': 'workload_stalled',
  'the answers came too late': 'latency_breach',
  'the answers got worse': 'quality_breach',
  'the objective was missed': 'slo_breach',
  'the customer called it off': 'cancelled',
  'a step failed': 'step_failed',
  'a cloud cannot be reached': 'cloud_unreachable',
  'something better was found': 'planned_otherwise',
};

dictionary('setback', SETBACKS);

/** Where batch work has gone. */
defineParameterType({
  name: 'place',
  regexp: /at Google Cloud|on spot capacity at AWS/,
  transformer: (words: string) => words,
});

/** How the agents' language model can fail: in a sentence, and as the control of the world calls it. */
const MUDDLES: Readonly<Record<string, string>> = {
  'answers nonsense': 'nonsense',
  'does not answer': 'silent',
  'takes 4 minutes to answer': 'slow',
  'calls every risk low': 'careless',
};

dictionary('muddle', MUDDLES);

defineParameterType({
  name: 'analysis',
  regexp: /(?:cost|performance|resource) optimization|quality assurance/,
  transformer: (words: string) => words,
});

const AGENT = /(?:cost|performance|resource|application)-\d+/;

defineParameterType({ name: 'agent', regexp: AGENT, transformer: (name: string) => name });

defineParameterType({
  name: 'agents',
  regexp: new RegExp(`${AGENT.source}(?:, ${AGENT.source})*(?: and ${AGENT.source})?`),
  transformer: (names: string): readonly string[] => names.split(/, | and /),
});

/** How an agent's answer can be beyond understanding: in a sentence, and as the scripted agent calls it. */
const NONSENSE: Readonly<Record<string, string>> = {
  'in no known form': 'no JSON',
  'with gaps': 'a result with gaps',
  'about another task': 'a result of another task',
  'that something in it broke': 'an internal error',
};

dictionary('nonsense', NONSENSE);

/** What somebody presents who wants to be let in. */
defineParameterType({
  name: 'credential',
  regexp:
    /no token|(?:no|a wrong) agent key|a customer's token instead of the agent key|a (?:forged )?token|a token [a-z ']+?|what renews a session/,
  transformer: (words: string) => words,
});

/** What somebody may try to smuggle in. */
defineParameterType({
  name: 'smuggled',
  regexp:
    /commands to (?:databases|other stores)|ways to other files|further headers|templates|scripts|texts beyond all measure|letters that are none/,
  transformer: (words: string) => words,
});

/** Where somebody from outside gets at OptiInfra. */
defineParameterType({ name: 'door', regexp: /the interface|the portal/, transformer: (words: string) => words });

defineParameterType({
  name: 'tampering',
  regexp: /(?:change|delete) an entry of|empty|change a seal of/,
  transformer: (words: string) => words,
});

/** A secret of OptiInfra's own, and what can be wrong with it. */
defineParameterType({
  name: 'secret',
  regexp: /what signs the tokens|the agents' key|what encrypts cloud roles/,
  transformer: (words: string) => words,
});
defineParameterType({
  name: 'flaw',
  regexp: /is a manual's example|is missing|is one digit again and again/,
  transformer: (words: string) => words,
});

/** Something that can be done at OptiInfra, in the words of its contract. */
defineParameterType({ name: 'act', regexp: /[a-z][\w ']+/, transformer: (words: string) => words });

/** Why something is not done. */
defineParameterType({
  name: 'why',
  regexp: /nobody knows who asks|it is not Acme Corp's to do|it is the (?:operator|customer)'s to do/,
  transformer: (words: string) => words,
});

/** Where a customer decides. */
defineParameterType({
  name: 'channel',
  regexp: /from a program|in the portal/,
  transformer: (words: string) => words,
});

/** What OptiInfra keeps in a store of its own: in a sentence, and the store's name. */
const STORES: Readonly<Record<string, string>> = {
  books: 'postgres',
  measurements: 'clickhouse',
  'short-term memory': 'redis',
  experience: 'qdrant',
};

dictionary('store', STORES);

defineParameterType({ name: 'risk', regexp: /low|medium|high|critical/, transformer: (text: string) => text });

/** How OptiInfra settles a conflict between offers: in a sentence, and as the contract calls it. */
const STRATEGIES: Readonly<Record<string, string>> = {
  'what the customer prefers': 'prioritize_customer',
  'the more important aim': 'prioritize_aim',
  'one change after the other': 'sequential_execution',
  'a part only': 'negotiate_hybrid',
  'all changes side by side': 'parallel_execution',
  'leaving everything as it is': 'nothing_permitted',
};

dictionary('strategy', STRATEGIES);

const CHANGE = `(?:(?:a|the) )?(?:${CHANGES.map(({ name }) => name).join('|')})`;

/** Names of changes, in the order in which the sentence has them; "nothing" is none. */
defineParameterType({
  name: 'changes',
  regexp: new RegExp(`nothing|${CHANGE}(?:, ${CHANGE})*(?: and ${CHANGE})?`),
  transformer: (text: string): readonly string[] =>
    [...text.matchAll(new RegExp(CHANGES.map(({ name }) => name).join('|'), 'g'))].map(([name]) => name),
});

/** Which aim the customer has said to prefer. */
defineParameterType({
  name: 'aim',
  regexp: /lower costs|quick answers/,
  transformer: (text: string) => (text === 'lower costs' ? ('cost' as const) : ('performance' as const)),
});

defineParameterType({
  name: 'change',
  regexp: CHANGES.map(({ name }) => new RegExp(`(?:(?:a|the) )?${name}`)),
  transformer: (text: string): Change => changeNamed(text.replace(/^(?:a|the) /, '')),
});
