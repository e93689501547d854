// Sentences of the features that the tests of this folder run: one for each thing that can become of a step.
const { After, AfterAll, Before, Given, Then } = require('@cucumber/cucumber');

const goes = new Map();

Before(function ({ pickle }) {
  this.name = pickle.name;
});

Given('all is well', () => {});
Given('all is well with {string}', (_what) => {});
Given('nothing is written yet', () => 'pending');
Given('the rest is left out', () => 'skipped');
Given('two meanings', () => {});
Given('two mean{word}', (_end) => {});
Then('it breaks', () => {
  throw new Error('<b>it broke</b> with password=hunter2');
});
Given('it goes well at go {int}', function (wanted) {
  const go = (goes.get(this.name) ?? 0) + 1;
  goes.set(this.name, go);
  if (go % wanted !== 0) throw new Error(`go ${go}`);
});
Given('something odd is attached', function () {
  const { ATTACHMENTS } = require('./attachments.js');
  for (const { body, ...options } of ATTACHMENTS) this.attach(body, options);
});
After({ name: 'a hook that breaks', tags: '@broken-hook' }, () => {
  throw new Error('the hook broke');
});
AfterAll(() => {
  if (process.env.FIXTURE_BREAKS) throw new Error('the end broke');
});
