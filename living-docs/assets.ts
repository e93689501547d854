import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';

/** Files that each site brings along, by their names: its style and its scripts, the libraries among them. */
export function assets(): ReadonlyMap<string, string> {
  const own = ['style.css', 'book.css', 'search.js', 'remarks.js'];
  return new Map([
    ...own.map((name): [string, string] => [name, readFileSync(join(__dirname, 'client', name), 'utf8')]),
    ['minisearch.js', readFileSync(join(dirname(require.resolve('minisearch')), '../umd/index.js'), 'utf8')],
    ['tag-expressions.js', asScript('TagExpressions', require.resolve('@cucumber/tag-expressions'))],
  ]);
}

/** A module as a script that a page on disk may load; modules it may not. */
function asScript(name: string, file: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS };
  const { outputText } = transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
  const code = outputText.replace(/^\/\/# sourceMappingURL.*$/m, '');
  return `globalThis.${name} = {};\n(function (exports) {\n${code}\n})(globalThis.${name});\n`;
}
