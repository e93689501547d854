// Who may import whom. Four layers, imports only downwards: features → step-definitions → world → support/drivers; only support/hooks looks
// up, to wire them together. The suite and the platform that it judges know each other through contracts/ alone.
const SUITE = '^(world|support|step-definitions|defects|living-docs)/';
const ENGINES = '^support/environment/engines/';
const PACKAGES = 'node_modules/';
const HOOKS = '^support/(hooks/|measure/timing-hooks[.]ts$|commands/demo[.]ts$)';
const BUILT_IN = ['core'];

/** "from" may import what "allowed" names and Node's own modules, and nothing else. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '[.]test[.]ts$' },
  to: { pathNot: allowed, dependencyTypesNot: BUILT_IN },
});
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never(
      'suite-is-a-stranger',
      'The suite judges the platform from outside: it imports neither the platform nor its outside world.',
      { path: SUITE },
      { path: '^(platform|simulators)/' },
    ),
    never(
      'platform-is-a-stranger',
      'Nothing of the platform or its outside world may know that a test is running.',
      { path: '^(platform|simulators)/' },
      { path: `${SUITE}|^features/` },
    ),
    never(
      'platform-and-world-apart',
      'The platform sees the simulators over the wire only.',
      { path: '^platform/' },
      { path: '^simulators/' },
    ),
    never(
      'world-and-platform-apart',
      'The simulators obey physics, not the platform.',
      { path: '^simulators/' },
      { path: '^platform/' },
    ),
    never(
      'engines-stand-alone',
      'The stores of the embedded environment are programs of their own.',
      { path: ENGINES },
      { path: '^(world|support|step-definitions|defects|contracts|platform|simulators)/', pathNot: ENGINES },
    ),
    never('engines-are-processes', 'They are started, not imported.', { pathNot: ENGINES }, { path: ENGINES }),
    never(
      'contracts-know-nobody',
      'Contracts are written first; they import nothing.',
      { path: '^contracts/' },
      { path: '^(?!contracts/)' },
    ),
    never(
      'only-generated-types-of-contracts',
      'Both sides share the generated types and the golden prompts; the documents themselves are read, never imported.',
      {},
      { path: '^contracts/(?!generated/|golden-set[.]json$)' },
    ),
    only(
      'steps-speak-the-domain',
      'A step is a sentence, one verb of the world, one assertion.',
      '^step-definitions/',
      `^world/|^support/parameter-types[.]ts$|${PACKAGES}(chai|@types/chai|@cucumber/cucumber)/`,
    ),
    only(
      'world-knows-drivers',
      'The domain language knows what drivers offer, not wire formats, hooks or commands.',
      '^world/',
      '^world/|^support/(drivers/|(eventually|fuzz-seed|ledger|run-label|reports/media-types|environment/(addresses|process-control|browser/program))[.]ts$)|^contracts/generated/|' +
        `${PACKAGES}(chai|@types/chai|@cucumber/cucumber)/`,
    ),
    only(
      'drivers-know-protocols',
      'A driver knows one protocol, nothing of the domain or of Cucumber.',
      '^support/drivers/',
      `^support/(drivers/|eventually[.]ts$)|^contracts/generated/|${PACKAGES}(?!@cucumber/)`,
    ),
    only(
      'living-docs-read',
      'The documentation reads what a run has left and what the specification says; it runs nothing of the suite.',
      '^living-docs/',
      '^living-docs/|^defects/catalogue[.]ts$|^support/(specification/|reports/|(config|measure/command|drivers/journal|environment/(paths|browser/browser))[.]ts$)|' +
        PACKAGES,
    ),
    never(
      'nobody-reads-living-docs',
      'It stands at the end: nothing depends on how results are shown.',
      { path: '^(?!living-docs/)' },
      { path: '^living-docs/' },
    ),
    never(
      'only-hooks-look-up',
      'Only hooks wire the layers together, those of a measured run too, and the demo; the parameter types may know the amounts and the cast.',
      { path: '^support/', pathNot: `${HOOKS}|^support/parameter-types[.]ts$` },
      { path: '^(world|step-definitions)/' },
    ),
    never(
      'parameter-types-know-amounts',
      'What is written in a sentence becomes an amount, a member of the cast or a change, and nothing else.',
      { path: '^support/parameter-types[.]ts$' },
      { path: '^(world/(?!amounts/|(?:cast|changes)[.]ts$)|step-definitions/)' },
    ),
    never(
      'hooks-are-not-imported',
      'Cucumber loads hooks and step definitions; whoever imported them would look up, too.',
      { pathNot: `${HOOKS}|^step-definitions/` },
      { path: `${HOOKS}|^step-definitions/` },
    ),
    never(
      'tests-are-not-imported',
      'Only tests use tests and what helps them.',
      { pathNot: '[.]test[.]ts$|/testing/' },
      { path: '[.]test[.]ts$|/testing/', pathNot: PACKAGES },
    ),
    never('no-cycles', 'What imports itself by a detour cannot be read from the bottom up.', {}, { circular: true }),
    never(
      'no-orphans',
      'Nobody imports it and it imports nobody: it is left over. Pages load what is in client/, and Cucumber what is in testing/.',
      { orphan: true, pathNot: '^living-docs/(client|testing)/' },
      {},
    ),
    never('resolvable', 'An import must exist.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types are imports, too: without this, "import type" would be invisible.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^living-docs/site/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
