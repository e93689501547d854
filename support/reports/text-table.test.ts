import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTable, table } from './text-table';

describe('A table as text', () => {
  const rows = [
    { name: 'serve-1', tags: ['a', 'b'], note: 'two\n\tlines' },
    { name: 'serve-2', hours: 4, note: null },
  ];

  it('names each field once, and keeps every row in its line', () => {
    assert.equal(table(rows), 'name\ttags\tnote\thours\nserve-1\t["a","b"]\ttwo lines\t\nserve-2\t\t\t4');
  });

  it('is read as it was written', () => {
    assert.deepEqual(parseTable(table(rows)), [
      ['name', 'tags', 'note', 'hours'],
      ['serve-1', '["a","b"]', 'two lines', ''],
      ['serve-2', '', '', '4'],
    ]);
  });

  it('is no table where lines differ, or where nothing stands under the names', () => {
    assert.equal(parseTable('a\tb\nc'), undefined);
    assert.equal(parseTable(table([])), undefined);
  });
});
