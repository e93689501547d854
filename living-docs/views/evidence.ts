import { TABLE_MEDIA_TYPE } from '../../support/reports/media-types';
import { parseTable } from '../../support/reports/text-table';
import type { Evidence } from '../model/evidence';
import { type Html, html, NOTHING } from './html';
import { size } from './words';

/** Keeps what is too large for a page, or no text, as a file of its own. */
export interface Shelf {
  /** @returns its path from the site's folder */
  readonly put: (content: Buffer | string, ending: string) => string;
}

/** How evidence of a media type of this project's own is drawn; undefined where the data are not as agreed. */
export type Drawing = (data: unknown) => Html | undefined;

/** Characters that are shown in the page itself. */
const INLINE = 4000;

interface Frame {
  readonly shelf: Shelf;
  readonly up: string;
  readonly drawings: ReadonlyMap<string, Drawing>;
}

/** Folded: who wants to know opens it. What was drawn for the reader is open. */
export function showEvidence(all: readonly Evidence[], frame: Frame): Html {
  return all.length === 0 ? NOTHING : html`<div class="evidence">${all.map((each) => one(each, frame))}</div>`;
}

function one(evidence: Evidence, frame: Frame): Html {
  const { shelf, up } = frame;
  if (evidence.kind === 'picture') {
    const path = up + shelf.put(evidence.bytes, `.${evidence.mediaType.replace('image/', '')}`);
    return html`<details><summary>${evidence.title}</summary><a href="${path}"><img loading="lazy" src="${path}" alt="${evidence.title}"></a></details>`;
  }
  if (evidence.kind === 'bytes') {
    const path = up + shelf.put(evidence.bytes, '.bin');
    return html`<p class="file"><a href="${path}">${evidence.title}</a> <span class="faint">${size(evidence.bytes.length)}, ${evidence.mediaType || 'of no known kind'}</span></p>`;
  }
  return (
    drawn(evidence, frame) ?? html`<details><summary>${evidence.title}</summary>${text(evidence, frame)}</details>`
  );
}

type Text = Extract<Evidence, { readonly kind: 'text' }>;

function drawn({ mediaType, text: data }: Text, { drawings }: Frame): Html | undefined {
  const drawing = drawings.get(mediaType);
  if (!drawing) return undefined;
  try {
    return drawing(JSON.parse(data));
  } catch {
    return undefined;
  }
}

function text({ text: whole, mediaType }: Text, { shelf, up }: Frame): Html {
  const cells = mediaType === TABLE_MEDIA_TYPE ? parseTable(whole) : undefined;
  if (cells) return grid(cells);
  if (whole.length <= INLINE) return pre(whole);
  // Never markup, whatever it is: a browser that opens it shows text.
  const path = up + shelf.put(whole, '.txt');
  return html`${pre(`${whole.slice(0, INLINE)}…`)}<p class="file"><a href="${path}">The whole text</a> <span class="faint">${size(Buffer.byteLength(whole))}</span></p>`;
}

function grid([names = [], ...rows]: readonly (readonly string[])[]): Html {
  return html`<div class="wide" tabindex="0" role="group" aria-label="Rows"><table class="found"><thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

function pre(content: string): Html {
  return html`<pre tabindex="0">${content}</pre>`;
}
