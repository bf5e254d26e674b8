import type { ServiceManual } from '#manual/service.ts';
import type { Language, Text } from '#manual/text.ts';
import type { DurationText } from '#manual/units.ts';
import type { OperationCall } from '#manual/process.ts';
import type { Registry } from '#operations/registry.ts';
import { commandLine } from './command-line.ts';
import { durationText } from './duration-text.ts';

/** What a section is written with: the declaration, and the reader's language. */
export type Page = {
  manual: ServiceManual;
  /** Whether this Toban has a capability: what it does not have is not written about. */
  has(capability: string): boolean;
  say(en: string, ja: string): string;
  text(title: Text): string;
  span(duration: DurationText): string;
  lang: Language;
  /** The command line that does what a call of an operation does. */
  lineOf(call: Pick<OperationCall, 'operation' | 'input'>): string;
};

export function pageOf(manual: ServiceManual, lang: Language, registry: Registry): Page {
  return {
    manual,
    has: (capability) => registry.capabilities.some(({ name }) => name === capability),
    say: (en, ja) => (lang === 'ja' ? ja : en),
    text: (title) => title[lang],
    span: (duration) => durationText(duration, lang),
    lang,
    lineOf: ({ operation, input }) =>
      commandLine(
        operation,
        input,
        registry.operations.find(({ name }) => name === operation),
      ),
  };
}

/** A section is a list of lines; an empty one is left out with its heading. */
export type Section = (page: Page) => string[];

export const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** Commands to type, each with what it does; the remarks stand below each other. */
export function commands(lines: [line: string, remark: string][]): string[] {
  const width = Math.max(...lines.map(([line]) => line.length));
  return ['```sh', ...lines.map(([line, remark]) => `${line.padEnd(width)}  # ${remark}`), '```', ''];
}

export function table(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
