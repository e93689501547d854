// ts-node's transpiler, with a memory on disk: each worker loads the whole suite, and would else translate all of it anew.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { threadId } = require('node:worker_threads');
const ts = require('typescript');

const PROJECT = join(__dirname, '..');
const FOLDER = join(PROJECT, '.e2e', 'cache', 'transpiled');

/** @param {import('ts-node').CreateTranspilerOptions} options */
exports.create = ({ service }) => {
  // Only what a translation depends on, and no path: copies of the project share the memory.
  const { target, module, moduleResolution, esModuleInterop } = service.config.options;
  const compilerOptions = { target, module, moduleResolution, esModuleInterop, sourceMap: true };
  const settings = JSON.stringify([ts.version, compilerOptions]);
  mkdirSync(FOLDER, { recursive: true });
  return {
    transpile(input, { fileName }) {
      const entry = join(
        FOLDER,
        `${createHash('sha256').update(settings).update(relative(PROJECT, fileName)).update(input).digest('hex')}.json`,
      );
      return remembered(entry) ?? kept(entry, translate(input, { fileName, compilerOptions }));
    },
  };
};

function translate(input, options) {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(input, { ...options, reportDiagnostics: true });
  return { outputText, sourceMapText, diagnostics };
}

function remembered(entry) {
  try {
    return JSON.parse(readFileSync(entry, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Written whole or not at all: other workers read at the same time. What did not translate is not kept. */
function kept(entry, output) {
  if (output.diagnostics.length > 0) return output;
  const draft = `${entry}.${process.pid}-${threadId}`;
  writeFileSync(draft, JSON.stringify({ outputText: output.outputText, sourceMapText: output.sourceMapText }));
  renameSync(draft, entry);
  return output;
}
