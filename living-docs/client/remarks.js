// Notes of a reader on scenarios: kept by the browser, given away as a file. Nothing is sent anywhere.
(() => {
  const KEY = 'optiinfra-living-documentation-notes';
  const places = [...document.querySelectorAll('[data-scenario]')];
  let memory = {};
  const bar = document.createElement('div');
  bar.className = 'remarks';

  for (const place of places) place.append(remarkOn(place));
  document.querySelector('footer').prepend(bar);
  showBar();

  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {};
    } catch {
      return memory; // The browser keeps nothing for this page: the notes live until it is closed.
    }
  }

  function write(notes) {
    memory = notes;
    try {
      localStorage.setItem(KEY, JSON.stringify(notes));
    } catch {
      // See above.
    }
    showBar();
  }

  function remarkOn(place) {
    const { scenario, place: where } = place.dataset;
    const remark = document.createElement('div');
    remark.className = 'remark';
    const button = document.createElement('button');
    button.type = 'button';
    const text = document.createElement('textarea');
    text.setAttribute('aria-label', `Note on "${scenario}"`);
    text.value = read()[place.id]?.text ?? '';
    text.hidden = true;
    const label = () => {
      button.textContent = text.value.trim() === '' ? 'Add a note' : 'Your note';
      button.setAttribute('aria-expanded', String(!text.hidden));
    };
    button.addEventListener('click', () => {
      text.hidden = !text.hidden;
      label();
      if (!text.hidden) text.focus();
    });
    text.addEventListener('input', () => {
      const { [place.id]: _old, ...others } = read();
      const note = { scenario, where, text: text.value, at: new Date().toISOString() };
      write(text.value.trim() === '' ? others : { ...others, [place.id]: note });
      label();
    });
    label();
    remark.append(button, text);
    return remark;
  }

  function showBar() {
    const notes = Object.entries(read());
    bar.replaceChildren();
    if (notes.length === 0) return;
    const sum = document.createElement('span');
    sum.textContent = notes.length === 1 ? 'One note of yours.' : `${notes.length} notes of yours.`;
    bar.append(
      sum,
      action('Save them as a file', () => save(notes)),
      action('Forget them', forget),
    );
  }

  function action(name, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', act);
    return button;
  }

  function save(notes) {
    const lines = notes.map(
      ([id, { scenario, where, text, at }]) =>
        `## ${scenario}\n\n${where} (${id}), ${at.slice(0, 10)}\n\n${text.trim()}\n`,
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(
      new Blob([`# Notes on the specification\n\n${lines.join('\n')}`], { type: 'text/markdown' }),
    );
    link.download = 'notes.md';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function forget() {
    if (!confirm('Forget all notes? What was saved as a file stays.')) return;
    write({});
    for (const text of document.querySelectorAll('.remark textarea')) text.value = '';
    for (const button of document.querySelectorAll('.remark button')) button.textContent = 'Add a note';
  }
})();
