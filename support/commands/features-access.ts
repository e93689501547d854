import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractOperations } from '../drivers/contract-operations';
import { PROJECT } from '../environment/paths';
import { ACCESS } from '../specification/access-rules';
import { accessTables, withAccessTables } from '../specification/access-tables';

/** Writes the tables of who may do what from the contract into the feature that proves them. */
const file = join(PROJECT, ACCESS);
const tables = accessTables(contractOperations());
writeFileSync(file, withAccessTables(readFileSync(file, 'utf8'), tables));
console.log(`Wrote ${Object.keys(tables).length} tables of who may do what to ${ACCESS}`);
