import { GENESIS, hashOf } from '#operations/audit.ts';
import type { AuditRow } from '#operations/schema.ts';
import type { Text } from '#manual/text.ts';
import type { Anchor } from './anchors.ts';

/** The first thing wrong with the chain. */
export type Break = { seq: number; why: 'missing' | 'edited' | 'unlinked' | 'rewritten'; detail: Text };

/** Walks the rows, oldest first, and compares those that were anchored. One row at a time, so that pages can be of any size. */
export class ChainWalk {
  #seq = 0;
  #hash = GENESIS;
  #next = 0;
  readonly #anchors: readonly Anchor[];

  /** `anchors` in the order of `seq`. */
  constructor(anchors: readonly Anchor[]) {
    this.#anchors = anchors;
  }

  get rows(): number {
    return this.#seq;
  }

  step(row: AuditRow): Break | undefined {
    const seq = this.#seq + 1;
    if (row.seq !== seq) return missing(seq, row.seq - 1);
    if (row.hash !== hashOf(row)) return edited(seq);
    if (row.previous !== this.#hash) return unlinked(seq);
    const anchor = this.#differingAnchor(row);
    if (anchor) return rewritten(anchor);
    this.#seq = seq;
    this.#hash = row.hash;
    return undefined;
  }

  /** After the last row: what was anchored and is no more. */
  end(): Break | undefined {
    const last = this.#anchors.at(-1);
    return last && last.seq > this.#seq ? cutOff(this.#seq + 1, last) : undefined;
  }

  #differingAnchor({ seq, hash }: AuditRow): Anchor | undefined {
    for (let anchor = this.#anchors[this.#next]; anchor?.seq === seq; anchor = this.#anchors[++this.#next]) {
      if (anchor.hash !== hash) return anchor;
    }
    return undefined;
  }
}

const missing = (from: number, to: number): Break => ({
  seq: from,
  why: 'missing',
  detail: {
    en: from >= to ? `Row ${from} is missing.` : `Rows ${from} to ${to} are missing.`,
    ja: from >= to ? `${from} 番の記録がありません。` : `${from} 番から ${to} 番の記録がありません。`,
  },
});

const edited = (seq: number): Break => ({
  seq,
  why: 'edited',
  detail: {
    en: `Row ${seq} was changed after it was written.`,
    ja: `${seq} 番の記録は、書かれた後に変更されています。`,
  },
});

const unlinked = (seq: number): Break => ({
  seq,
  why: 'unlinked',
  detail: {
    en: `Row ${seq} does not follow the row before it.`,
    ja: `${seq} 番の記録は、直前の記録につながっていません。`,
  },
});

const rewritten = ({ seq, at }: Anchor): Break => ({
  seq,
  why: 'rewritten',
  detail: {
    en: `Row ${seq} is another one than at ${at}: the audit was rewritten.`,
    ja: `${seq} 番の記録は ${at} の時点と異なります。監査記録が作り直されています。`,
  },
});

const cutOff = (seq: number, { seq: last, at }: Anchor): Break => ({
  seq,
  why: 'missing',
  detail: {
    en: `The end was cut off: at ${at} there were rows up to ${last}; row ${seq} is missing.`,
    ja: `末尾が切り取られています。${at} の時点では ${last} 番までありましたが、${seq} 番以降がありません。`,
  },
});
