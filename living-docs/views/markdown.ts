import MarkdownIt from 'markdown-it';
import { Html } from './html';

/** Markup in the text stays text. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** @param linkTo a page of the site for a link of the source, undefined where there is none: then its words stay, without a link */
export function prose(source: string, linkTo: (href: string) => string | undefined): Html {
  const tokens = markdown.parse(source, {});
  for (const { children } of tokens) {
    if (!children) continue;
    let isDropped = false;
    for (const token of children) {
      if (token.type === 'link_open') {
        const target = linkTo(String(token.attrGet('href') ?? ''));
        isDropped = target === undefined;
        if (target !== undefined) token.attrSet('href', target);
      }
      if (isDropped && (token.type === 'link_open' || token.type === 'link_close')) {
        token.type = 'text';
        token.content = '';
      }
    }
  }
  const wide = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll('<table>', '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>');
  return new Html(wide);
}

/** A line of prose, without paragraphs. */
export function phrase(source: string): Html {
  return new Html(markdown.renderInline(source).replace(/<\/?a\b[^>]*>/g, ''));
}
