import iconv from 'iconv-lite';
import { SourceError } from '../fetching/source-error.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const ALIASES: Record<string, string> = { 'x-sjis': 'shift_jis', 'windows-31j': 'shift_jis', 'x-euc-jp': 'euc-jp' };
const JAPANESE = ['euc-jp', 'shift_jis'];

/**
 * A feed's bytes as text. Believed in this order: a byte-order mark, the XML prolog, the Content-Type, and, where that
 * leaves replacement characters or nothing is said, whichever of UTF-8, EUC-JP and Shift_JIS reads without a fault.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | null): string {
  const buffer = Buffer.from(bytes);
  const stated = markOf(buffer) ?? prologOf(buffer) ?? charsetOf(contentType);
  const candidates = [...(stated ? [stated] : []), 'utf-8', ...JAPANESE];
  for (const encoding of candidates) {
    const text = decodeStrictly(buffer, encoding);
    if (text !== undefined) return text;
  }
  throw new SourceError(`the feed is in no encoding known here${stated ? ` (it says ${stated})` : ''}`);
}

function decodeStrictly(buffer: Buffer, encoding: string): string | undefined {
  if (encoding === 'utf-8') {
    try {
      return UTF8.decode(buffer);
    } catch {
      return undefined;
    }
  }
  if (!iconv.encodingExists(encoding)) return undefined;
  const text = iconv.decode(buffer, encoding);
  return text.includes('\ufffd') ? undefined : text;
}

function markOf(buffer: Buffer): string | undefined {
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return 'utf-8';
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return 'utf-16le';
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return 'utf-16be';
  return undefined;
}

const prologOf = (buffer: Buffer): string | undefined =>
  named(/^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/i.exec(buffer.subarray(0, 256).toString('latin1'))?.[1]);

const charsetOf = (contentType: string | null): string | undefined =>
  named(/charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]);

function named(encoding: string | undefined): string | undefined {
  const lower = encoding?.toLowerCase();
  return lower === undefined ? undefined : lower === 'utf8' ? 'utf-8' : (ALIASES[lower] ?? lower);
}
