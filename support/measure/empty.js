// The features as they are, with nothing behind the sentences.
const { default: suite } = require('./cucumber.js');

module.exports = { default: { ...suite, require: ['support/measure/empty-steps.ts'], plugin: [] } };
