import { html } from './html';

/** A permanent address: leads to where the scenario stands now. */
export function redirect(title: string, to: string): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${to}"><title>${title}</title></head>
<body><main><h1>${title}</h1><p><a href="${to}">It stands here.</a></p></main></body></html>
`.text;
}
