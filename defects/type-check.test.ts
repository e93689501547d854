import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TypeCheck } from './type-check';

const RULE = 'export const LEAST_DISCOUNT: number = 30;\n';
const USE = "import { LEAST_DISCOUNT } from './rule';\nexport const told: string = LEAST_DISCOUNT.toFixed(0);\n";

describe('The check of a defect by the compiler', () => {
  let project: string;
  let types: TypeCheck;

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'type-check-'));
    const settings = { compilerOptions: { strict: true, noEmit: true, types: [], lib: ['es2023'] }, include: ['.'] };
    const files = {
      'platform/tsconfig.json': JSON.stringify({ ...settings, exclude: ['portal'] }),
      'platform/rule.ts': RULE,
      'platform/use.ts': USE,
      'platform/portal/tsconfig.json': JSON.stringify({ ...settings, include: ['app'] }),
      'platform/portal/app/page.ts': 'export const page = 1;\n',
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(join(project, file), text);
    }
    types = new TypeCheck(project);
  });

  after(() => rmSync(project, { recursive: true }));

  it('has nothing against another value', () => {
    assert.equal(types.complaint('platform/rule.ts', RULE.replace('30', '25')), undefined);
  });

  it('complains of what is no program, with place and reason', () => {
    assert.match(types.complaint('platform/rule.ts', 'export const = 30;') ?? '', /^rule\.ts\(1,14\): error TS/);
  });

  it('complains where another file can no longer use it', () => {
    const text = RULE.replace('number = 30', "string = '30'");
    assert.match(types.complaint('platform/rule.ts', text) ?? '', /^use\.ts\(2,\d+\): error TS2551/);
  });

  it('has forgotten the last defect when the next one comes', () => {
    assert.notEqual(types.complaint('platform/rule.ts', 'export const other = 1;'), undefined);
    assert.equal(types.complaint('platform/use.ts', USE.replace('told', 'said')), undefined);
  });

  it("takes the portal's pages for the program that they are", () => {
    assert.match(
      types.complaint('platform/portal/app/page.ts', 'export const page: string = 1;') ?? '',
      /^app\/page\.ts/,
    );
  });

  it('names a program that cannot be read', () => {
    assert.throws(() => types.complaint('simulators/main.ts', ''), /simulators\/tsconfig\.json/);
  });
});
