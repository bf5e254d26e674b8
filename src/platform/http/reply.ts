import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { OpsError } from '#platform/errors.ts';
import type { HttpReply } from '../http.ts';
import type { RawReply } from './exchange.ts';

const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** Unpacks what a server compressed unasked; the cap holds for the unpacked bytes too (a RangeError when exceeded). */
export async function replyOf({ status, headers, body }: RawReply, maxBytes: number): Promise<HttpReply> {
  const decode = DECODERS.get(headers['content-encoding']?.trim().toLowerCase() ?? '');
  const bytes = decode && body.length > 0 ? await decode(body, { maxOutputLength: maxBytes }) : body;
  const charset = charsetOf(headers['content-type']);
  const reply: HttpReply = {
    status,
    headers,
    bytes,
    get text() {
      return new TextDecoder(charset).decode(bytes);
    },
    json: () => parsed(reply.text, status),
  };
  return reply;
}

function charsetOf(contentType = ''): string {
  const named = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return 'utf-8';
  }
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const start = text.slice(0, 80).replace(/\s+/g, ' ');
    throw new OpsError('http.not-json', `The answer with status ${status} is not JSON; it begins "${start}".`, {
      cause: thrown,
    });
  }
}
