import { type Attachment, AttachmentContentEncoding } from '@cucumber/messages';
import { redact } from '../../support/drivers/journal';
import { FAULT_MEDIA_TYPE } from '../../support/reports/media-types';

/** Something attached to a step: text that can be shown, a picture, or bytes that can only be kept. */
export type Evidence =
  | { readonly kind: 'text'; readonly title: string; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'picture'; readonly title: string; readonly mediaType: string; readonly bytes: Buffer }
  | { readonly kind: 'bytes'; readonly title: string; readonly mediaType: string; readonly bytes: Buffer };

/** Pictures that a browser shows and that cannot hold a script. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Nothing that is attached is trusted: what is not a picture or text is kept as bytes, and text is never markup. */
export function evidenceOf(attachment: Attachment): Evidence {
  const { body, contentEncoding, fileName, mediaType } = attachment;
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const title = fileName ?? nameOf(type);
  if (contentEncoding !== AttachmentContentEncoding.BASE64)
    return { kind: 'text', title, mediaType: type, text: readable(body, type) };
  const bytes = Buffer.from(body, 'base64');
  if (PICTURES.has(type)) return { kind: 'picture', title, mediaType: type, bytes };
  const text = decoded(bytes);
  if (text === undefined) return { kind: 'bytes', title, mediaType: type, bytes };
  return { kind: 'text', title, mediaType: type, text: readable(text, type) };
}

function nameOf(type: string): string {
  if (type === 'text/x.cucumber.log+plain') return 'Log';
  if (type === FAULT_MEDIA_TYPE) return 'What was made to fail';
  if (type.startsWith('image/')) return 'Picture';
  if (type === 'application/json' || type.endsWith('+json')) return 'Data';
  return 'Attachment';
}

const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Undefined where the bytes are no text. */
function decoded(bytes: Buffer): string | undefined {
  try {
    const text = STRICT.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function readable(text: string, type: string): string {
  const isJson = type === 'application/json' || type.endsWith('+json');
  return redact(withoutControls(isJson ? indented(text) : text));
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** Colours of a terminal, and characters that no page may hold. */
export function withoutControls(text: string): string {
  return text.replace(COLOUR, '').replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal's colours begin with
const COLOUR = /\u001b\[[\d;]*m/g;
