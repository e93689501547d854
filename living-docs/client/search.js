// The search box: words by the index that was made with the site, tags by Cucumber's own expressions. Nothing is fetched.
(() => {
  const form = document.getElementById('search');
  const [words, tags] = [document.getElementById('words'), document.getElementById('tags')];
  const [found, hits] = [document.getElementById('found'), document.getElementById('hits')];
  const { index, options } = globalThis.LIVING_DOCS;
  const engine = globalThis.MiniSearch.loadJS(index, options);
  const SHOWN = 50;

  const given = new URLSearchParams(location.search);
  words.value = given.get('q') ?? '';
  tags.value = given.get('tags') ?? '';
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', show);
  show();
  if (!given.has('tags')) words.focus();

  function show() {
    hits.replaceChildren();
    const [query, expression] = [words.value.trim(), tags.value.trim()];
    if (query === '' && expression === '') {
      found.textContent = '';
      return;
    }
    const filter = filterOf(expression);
    if (!filter) {
      found.textContent = 'The condition on tags is not complete yet.';
      return;
    }
    const all = engine.search(query === '' ? globalThis.MiniSearch.wildcard : query, { filter });
    const more = all.length > SHOWN ? `, the first ${SHOWN} are shown` : '';
    found.textContent = `${all.length} found${more}.`;
    hits.append(...all.slice(0, SHOWN).map(item));
  }

  function filterOf(expression) {
    if (expression === '') return () => true;
    try {
      const condition = globalThis.TagExpressions.parse(expression);
      return ({ tags: own }) => own !== undefined && condition.evaluate(own.split(' '));
    } catch {
      return undefined;
    }
  }

  function item({ title, href, about }) {
    const line = document.createElement('li');
    const link = document.createElement('a');
    link.href = href;
    link.textContent = title;
    const place = document.createElement('span');
    place.className = 'faint';
    place.textContent = about;
    line.append(link, document.createElement('br'), place);
    return line;
  }
})();
