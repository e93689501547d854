/** A single scenario, named by its line, is quicker without workers: each of them loads everything again. */
const alone = process.argv.filter((argument) => /\.feature:\d+$/.test(argument)).length === 1;

const common = {
  requireModule: [require.resolve('./support/compile-cache.js'), 'ts-node/register'],
  require: ['support/parameter-types.ts', 'support/hooks/lifecycle.ts', 'step-definitions/**/*.ts'],
  plugin: ['./support/hooks/sharding-plugin.js', './support/hooks/environment-plugin.js'],
  parallel: alone ? 0 : 4,
  order: 'random',
  tags: 'not @wip',
  publish: false,
};

module.exports = {
  default: {
    ...common,
    format: [
      './support/reports/formatter.js',
      'html:reports/cucumber.html',
      'junit:reports/junit.xml',
      'message:reports/messages.ndjson',
    ],
  },
  // Where nothing listens; started by `npm run bdd:nothing`, which judges the messages.
  nothing: {
    ...common,
    format: ['./support/reports/formatter.js', 'message:reports/nothing/messages.ndjson'],
    formatOptions: { keepHistory: false },
  },
};
