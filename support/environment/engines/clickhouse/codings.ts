import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliDecompress,
  deflate,
  gunzip,
  gzip,
  inflate,
  zstdCompress,
  zstdDecompress,
} from 'node:zlib';
import { exception } from './exceptions.ts';

/** Decodes a request's body by its Content-Encoding. */
export async function decode(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  const coding = CODINGS[encoding];
  if (coding === undefined) {
    throw exception(
      'NOT_IMPLEMENTED',
      `Content-Encoding ${encoding} is not known; use ${Object.keys(CODINGS).join(', ')}`,
    );
  }
  return coding.decode(body);
}

/** Encodes an answer in the first coding of Accept-Encoding that is known; undefined where none is. */
export async function encode(
  body: Uint8Array,
  accepted: string | undefined,
): Promise<{ readonly encoding: string; readonly body: Buffer } | undefined> {
  for (const name of (accepted ?? '').split(',').map((part) => part.split(';')[0]?.trim() ?? '')) {
    const coding = CODINGS[name];
    if (coding !== undefined) return { encoding: name, body: await coding.encode(body) };
  }
  return undefined;
}

interface Coding {
  encode(body: Uint8Array): Promise<Buffer>;
  decode(body: Uint8Array): Promise<Buffer>;
}

const CODINGS: Readonly<Record<string, Coding | undefined>> = {
  gzip: { encode: promisify<Uint8Array, Buffer>(gzip), decode: promisify<Uint8Array, Buffer>(gunzip) },
  deflate: { encode: promisify<Uint8Array, Buffer>(deflate), decode: promisify<Uint8Array, Buffer>(inflate) },
  br: {
    encode: promisify<Uint8Array, Buffer>(brotliCompress),
    decode: promisify<Uint8Array, Buffer>(brotliDecompress),
  },
  zstd: { encode: promisify<Uint8Array, Buffer>(zstdCompress), decode: promisify<Uint8Array, Buffer>(zstdDecompress) },
};
