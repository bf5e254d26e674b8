import { StringDecoder } from 'node:string_decoder';

const LINE_CHARACTERS = 64 * 1024;
const CUT_MARK = '… [cut at 64 KiB]';

export type LineSplitter = { push(bytes: Buffer): void; end(): void };

/** Gives out whole lines of a byte stream. Of a line over 64 KiB the beginning is given with a mark, the rest dropped. */
export function splitLines(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let partial = '';
  let cut = false;

  const take = (text: string): void => {
    if (!cut) partial += text;
    if (partial.length <= LINE_CHARACTERS) return;
    partial = partial.slice(0, LINE_CHARACTERS);
    cut = true;
  };
  const finish = (): void => {
    onLine(cut ? partial + CUT_MARK : partial.endsWith('\r') ? partial.slice(0, -1) : partial);
    partial = '';
    cut = false;
  };
  const takeAll = (text: string): void => {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      take(text.slice(start, end));
      finish();
      start = end + 1;
    }
    if (start < text.length) take(text.slice(start));
  };
  return {
    push: (bytes) => takeAll(decoder.write(bytes)),
    end: () => {
      takeAll(decoder.end());
      if (partial !== '') finish();
    },
  };
}
