/** The part of Markdown that manuals use. There is no raw HTML: a tag is text. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'quote'; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'rule' };

export type Inline =
  | { kind: 'text' | 'code' | 'strong' | 'emphasis'; text: string }
  | { kind: 'link'; text: string; href: string };

const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const delimiter = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Takes lines from the front for as long as they belong together. */
function takeWhile(lines: string[], belongs: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !belongs(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function codeFrom(lines: string[]): Block {
  lines.shift();
  const text = takeWhile(lines, (line) => !line.startsWith('```')).join('\n');
  lines.shift();
  return { kind: 'code', text };
}

function tableFrom(lines: string[]): Block {
  const head = cells(lines.shift() ?? '');
  lines.shift();
  return { kind: 'table', head, rows: takeWhile(lines, (line) => line.includes('|')).map(cells) };
}

function listFrom(lines: string[]): Block {
  const ordered = item.exec(lines[0] ?? '')?.[1] !== undefined;
  const taken = takeWhile(lines, (line) => item.test(line));
  return { kind: 'list', ordered, items: taken.map((line) => item.exec(line)?.[2] ?? line) };
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && !/^(#{1,6}\s|```|>)/.test(line) && !item.test(line);
}

function blockFrom(lines: string[]): Block {
  const line = lines[0] ?? '';
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    lines.shift();
    return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  }
  if (line.startsWith('```')) return codeFrom(lines);
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) {
    lines.shift();
    return { kind: 'rule' };
  }
  if (line.includes('|') && delimiter.test(lines[1] ?? '')) return tableFrom(lines);
  if (item.test(line)) return listFrom(lines);
  if (line.startsWith('>')) {
    return {
      kind: 'quote',
      text: takeWhile(lines, (one) => one.startsWith('>'))
        .map((one) => one.slice(1).trim())
        .join(' '),
    };
  }
  const first = lines.shift() ?? '';
  return { kind: 'paragraph', text: [first, ...takeWhile(lines, isPlain)].join(' ') };
}

export function parseMarkdown(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  while (lines.length > 0) {
    if (lines[0]?.trim() === '') lines.shift();
    else blocks.push(blockFrom(lines));
  }
  return blocks;
}

const inline = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

export function parseInline(text: string): Inline[] {
  const found: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(inline)) {
    const [whole, code, strong, emphasis, link, href] = match;
    if (match.index > last) found.push({ kind: 'text', text: text.slice(last, match.index) });
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (strong !== undefined) found.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) found.push({ kind: 'emphasis', text: emphasis });
    else if (link !== undefined && href !== undefined) found.push({ kind: 'link', text: link, href });
    last = match.index + whole.length;
  }
  if (last < text.length) found.push({ kind: 'text', text: text.slice(last) });
  return found;
}
