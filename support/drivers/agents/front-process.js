// Plain JavaScript: it starts in a few milliseconds. The process that a scripted agent's sockets belong to, so that it can be killed like one.
const { createServer } = require('node:http');

/** Requests without an answer yet, by number. */
const open = new Map();
let count = 0;

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    count += 1;
    open.set(count, response);
    const { method, url, headers } = request;
    process.send({
      number: count,
      method,
      path: url,
      key: headers['x-agent-key'],
      body: Buffer.concat(chunks).toString(),
    });
  });
});

process.on('message', ({ number, status, body }) => {
  const response = open.get(number);
  open.delete(number);
  // Without a status it is to end without a word.
  if (status === undefined) response?.socket?.destroy();
  else response?.writeHead(status, { 'content-type': 'application/json' }).end(body);
});
process.on('disconnect', () => process.exit(0));

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
