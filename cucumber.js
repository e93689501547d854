const common = {
  requireModule: ['ts-node/register'],
  require: ['support/parameter-types.ts', 'support/hooks/lifecycle.ts', 'step-definitions/**/*.ts'],
  plugin: ['./support/hooks/environment-plugin.js'],
  parallel: 4,
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
