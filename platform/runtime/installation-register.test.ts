import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { InstallationRegister } from './installation-register.ts';

const customerId = '7d9a6d0e-1111-4222-8333-444455556666';
const order = { install_command: 'optiinfra-runtime install', gateway_url: 'http://127.0.0.1:9', admin_key: 'secret' };
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'installation-register-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('what is installed is there again for whoever comes next, and for nobody else', () => {
  assert.deepEqual([...new InstallationRegister(folder).read()], []);
  new InstallationRegister(folder).write(new Map([[customerId, order]]));
  assert.deepEqual([...new InstallationRegister(folder).read()], [[customerId, order]]);
  assert.equal(statSync(join(folder, 'installations.json')).mode & 0o077, 0);
  new InstallationRegister(folder).write(new Map());
  assert.deepEqual([...new InstallationRegister(folder).read()], []);
});
