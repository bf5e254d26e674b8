import { Buffer } from 'node:buffer';

const SHORTEST = 6;
const MARK = '[redacted]';
/** Base of the rolling hash over `SHORTEST` characters, modulo 2^32. */
const BASE = 0x01000193;
const BASE_TO_LAST = Array.from({ length: SHORTEST - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);
const FILTER_BITS = 16;

export type Redactor = { register: (value: string) => void; redact: (text: string) => string };

type FormAt = (text: string, hash: number, at: number) => string | undefined;

/**
 * Replaces known values in every form in which they leak. Each form is found by a rolling hash of its first six
 * characters, so the cost of a line depends on its length, hardly on the number of secrets.
 */
export function openRedactor(): Redactor {
  const known = new Set<string>();
  const forms = new FormIndex();
  return {
    register(value) {
      if (value.length < SHORTEST || known.has(value)) return;
      known.add(value);
      for (const form of formsOf(value)) if (form.length >= SHORTEST) forms.add(form);
    },
    redact: (text) => (known.size === 0 ? text : replaceForms(text, (where, hash, at) => forms.find(where, hash, at))),
  };
}

class FormIndex {
  /** Asked first, since most places in a text begin no form. */
  readonly #filter = new Uint8Array(1 << FILTER_BITS);
  readonly #forms = new Map<number, string[]>();

  add(form: string): void {
    const hash = hashAt(form, 0);
    const same = this.#forms.get(hash) ?? [];
    if (same.includes(form)) return;
    this.#forms.set(
      hash,
      [...same, form].toSorted((a, b) => b.length - a.length),
    );
    this.#filter[hash >>> (32 - FILTER_BITS)] = 1;
  }

  find(text: string, hash: number, at: number): string | undefined {
    if (this.#filter[hash >>> (32 - FILTER_BITS)] === 0) return undefined;
    return this.#forms.get(hash)?.find((form) => text.startsWith(form, at));
  }
}

function replaceForms(text: string, formAt: FormAt): string {
  const last = text.length - SHORTEST;
  if (last < 0) return text;
  let result = '';
  let from = 0;
  let hash = hashAt(text, 0);
  for (let at = 0; at <= last;) {
    const form = formAt(text, hash, at);
    if (form === undefined) {
      hash = rolled(hash, text, at++);
      continue;
    }
    result += text.slice(from, at) + MARK;
    from = at += form.length;
    if (at <= last) hash = hashAt(text, at);
  }
  return from === 0 ? text : result + text.slice(from);
}

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let i = 0; i < SHORTEST; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(at + i)) >>> 0;
  return hash;
}

function rolled(hash: number, text: string, at: number): number {
  const without = hash - Math.imul(text.charCodeAt(at), BASE_TO_LAST);
  return (Math.imul(without, BASE) + text.charCodeAt(at + SHORTEST)) >>> 0;
}

/** A key of several lines appears line by line in logs, so each long line of it counts too. */
function formsOf(value: string): Set<string> {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const parts = lines.length === 1 ? [] : lines.filter((line) => line.length >= 16 && !line.startsWith('-----'));
  return new Set([value, ...parts].flatMap(encodingsOf));
}

function encodingsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const json = JSON.stringify(value).slice(1, -1);
  const url = encodeURIComponent(value.toWellFormed());
  return [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    asciiJson(json),
    url,
    lowerEscapes(url),
    url.replaceAll('%20', '+'),
    new URLSearchParams([['', value]]).toString().slice(1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...base64Inside(bytes),
  ];
}

const lowerEscapes = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

const asciiJson = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The value within a longer text that was encoded as a whole, such as `user:password`: at each of three alignments,
 * the characters that do not depend on the neighbours.
 */
function base64Inside(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const start = Math.ceil((offset * 4) / 3);
    const end = Math.floor((shifted.length * 4) / 3);
    return (['base64', 'base64url'] as const).map((encoding) => shifted.toString(encoding).slice(start, end));
  });
}
