const PARTS = ['world/**/*', 'support/*', 'support/{drivers,hooks,measure,reports,specification}/**/*'];

/**
 * Unit-level mutation testing of the suite itself: how much of what the World and the support code decide is held by their unit tests.
 * The platform's mutants are the seeded defects (defects/), which scenarios have to catch.
 */
export default {
  // What starts and ends processes is tested by starting and ending them: too slow for thousands of mutants.
  mutate: [...PARTS.map((part) => `${part}.ts`), '!**/*.test.ts'],
  testRunner: 'tap',
  plugins: ['@stryker-mutator/tap-runner'],
  tap: {
    testFiles: PARTS.map((part) => `${part}.test.ts`),
    nodeArgs: ['--require', 'ts-node/register', '--test-reporter=tap', '-r', '{{hookFile}}', '{{testFile}}'],
  },
  coverageAnalysis: 'perTest',
  // What is done once when a module is loaded would ask for all tests again.
  ignoreStatic: true,
  ignorePatterns: ['/.e2e', '/reports', '/platform', '/simulators', '/living-docs/site', '/.ci', '/defects/catalogue'],
  tempDirName: '.e2e/mutation',
  reporters: ['progress', 'clear-text', 'html', 'json'],
  clearTextReporter: { logTests: false, allowColor: false },
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  concurrency: 2,
  timeoutMS: 20_000,
};
