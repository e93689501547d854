import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInlineInsert } from './insert.ts';

describe('An INSERT with inline rows', () => {
  it('is taken apart into table, columns and rows', () => {
    const insert = parseInlineInsert(Buffer.from('INSERT INTO `db`.events (a, `b`) FORMAT JSONEachRow\n{"a":1}\n'));
    assert.equal(insert?.header, 'INSERT INTO `db`.events (a, `b`) FORMAT JSONEachRow');
    assert.deepEqual(insert?.raw, {
      table: 'db.events',
      columns: ['a', 'b'],
      format: 'JSONEachRow',
      values: Buffer.from('{"a":1}'),
    });
  });

  it('is left to SQL where a table is not a plain name', () => {
    const insert = parseInlineInsert(Buffer.from('INSERT INTO t (* EXCEPT (a)) FORMAT JSONEachRow\n{"b":1}'));
    assert.equal(insert?.raw, undefined);
    assert.equal(insert?.rows.toString(), '{"b":1}');
  });

  it('is nothing else', () => {
    for (const sql of ['SELECT 1 FORMAT JSON', 'INSERT INTO t VALUES (1)', 'INSERT INTO t SELECT 1 AS format FROM x']) {
      assert.equal(parseInlineInsert(Buffer.from(sql)), undefined, sql);
    }
  });

  it('loses its blank lines, and no other character', () => {
    const insert = parseInlineInsert(
      Buffer.from('INSERT INTO t FORMAT JSONEachRow\r\n\n{"a":"ü\\n\\n"}\r\n\r\n  {"a":2}\n\n'),
    );
    assert.equal(insert?.rows.toString(), '{"a":"ü\\n\\n"}\r\n  {"a":2}');
  });

  it('is refused in a format that cannot be passed inline', () => {
    assert.throws(() => parseInlineInsert(Buffer.from('INSERT INTO t FORMAT Parquet\nPAR1')), /NOT_IMPLEMENTED/);
  });
});
