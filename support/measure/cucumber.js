// The suite as it is, but writing nothing into reports/ and the history: for runs that measure the suite itself.
const { default: suite } = require('../../cucumber.js');

module.exports = { default: { ...suite, format: [] } };
