import { StringDecoder } from 'node:string_decoder';

const LINE_CHARACTERS = 64 * 1024;
const CUT_MARK = '… [cut at 64 KiB]';

export type LineSplitter = { push: (bytes: Buffer) => void; end: () => void };

/** Gives out whole lines of a byte stream. Of a line over 64 KiB the beginning is given with a mark, the rest dropped. */
export function splitLines(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  const line = new PartialLine(onLine);
  const takeAll = (text: string): void => {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      line.take(text.slice(start, end));
      line.finish();
      start = end + 1;
    }
    line.take(text.slice(start));
  };
  return {
    push: (bytes) => takeAll(decoder.write(bytes)),
    end: () => {
      takeAll(decoder.end());
      if (!line.isEmpty()) line.finish();
    },
  };
}

class PartialLine {
  #text = '';
  #cut = false;
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(text: string): void {
    if (!this.#cut) this.#text += text;
    if (this.#text.length <= LINE_CHARACTERS) return;
    this.#text = this.#text.slice(0, LINE_CHARACTERS);
    this.#cut = true;
  }

  isEmpty(): boolean {
    return this.#text === '';
  }

  finish(): void {
    const [text, cut] = [this.#text, this.#cut];
    this.#text = '';
    this.#cut = false;
    this.#onLine(cut ? text + CUT_MARK : text.replace(/\r$/, ''));
  }
}
