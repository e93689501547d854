const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const MARKUP = '</pre><script>window.injected = true</script><img src=x onerror="window.injected = true">';

/** What somebody may attach without thinking of those who have to show it. */
exports.ATTACHMENTS = [
  { body: '{"spend": 120000, "password": "hunter2"}', mediaType: 'application/json', fileName: 'Bill' },
  { body: '{"cut off', mediaType: 'application/json' },
  { body: 'a'.repeat(1000).concat('\n').repeat(10_000), mediaType: 'text/plain', fileName: 'Long' },
  { body: Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), mediaType: 'text/plain', fileName: 'Not UTF-8' },
  { body: Buffer.from(PIXEL, 'base64'), mediaType: 'image/png', fileName: 'Picture "1"' },
  { body: MARKUP, mediaType: 'text/html', fileName: MARKUP },
  { body: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${MARKUP}</svg>`), mediaType: 'image/svg+xml' },
  { body: 'null', mediaType: 'application/vnd.optiinfra.threshold+json' },
  { body: 'no json', mediaType: 'application/vnd.optiinfra.threshold+json' },
  { body: '[]', mediaType: 'application/vnd.optiinfra.rollout+json' },
  { body: 'name\tnote\nserve-1\t<b>bold</b>', mediaType: 'text/tab-separated-values', fileName: 'Machines' },
  { body: 'a\tb\nno second cell', mediaType: 'text/tab-separated-values' },
  { body: '', mediaType: '' },
];
