import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attachment, AttachmentContentEncoding } from '@cucumber/messages';
import { FAULT_MEDIA_TYPE, LOG_MEDIA_TYPE } from '../../support/reports/media-types';
import { evidenceOf } from './evidence';

const { BASE64, IDENTITY } = AttachmentContentEncoding;
const attached = (body: string, mediaType: string, more: Partial<Attachment> = {}) =>
  evidenceOf({ body, mediaType, contentEncoding: IDENTITY, ...more });

describe('Evidence', () => {
  it('has the name that it was given, or one by what it is', () => {
    assert.equal(attached('', 'text/plain', { fileName: 'The bill' }).title, 'The bill');
    const names = [LOG_MEDIA_TYPE, FAULT_MEDIA_TYPE, 'image/png', 'application/problem+json', 'text/plain'];
    assert.deepEqual(
      names.map((mediaType) => attached('', mediaType).title),
      ['Log', 'What was made to fail', 'Picture', 'Data', 'Attachment'],
    );
  });

  it('is bytes where it is no text, and a picture only where a browser runs nothing of it', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00]).toString('base64');
    assert.equal(attached(bytes, 'text/plain', { contentEncoding: BASE64 }).kind, 'bytes');
    assert.equal(attached(bytes, 'image/png', { contentEncoding: BASE64 }).kind, 'picture');
    const drawing = Buffer.from('<svg onload="alert(1)"/>').toString('base64');
    assert.equal(attached(drawing, 'image/svg+xml', { contentEncoding: BASE64 }).kind, 'text');
  });

  it('shows no secret', () => {
    const evidence = attached(JSON.stringify({ password: 'hunter2-hunter2' }), 'application/json');
    assert.ok(evidence.kind === 'text' && !evidence.text.includes('hunter2'), JSON.stringify(evidence));
  });
});
