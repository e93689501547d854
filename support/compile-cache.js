// Cucumber loads this before ts-node, in every worker: compiled code of earlier runs, above all TypeScript's own, saves a good part of the start.
const { join } = require('node:path');
require('node:module').enableCompileCache(join(__dirname, '..', '.e2e', 'cache', 'suite'));
