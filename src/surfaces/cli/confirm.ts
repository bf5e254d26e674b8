import { createInterface } from 'node:readline/promises';
import { OpsError } from '#platform/errors.ts';
import type { Language } from '#manual/text.ts';
import type { Operation } from '#operations/define.ts';
import type { Run } from '#operations/run.ts';
import { printableRun } from './print-run.ts';

/**
 * Asks before an act that its risk makes worth asking about, showing the plan first. A destructive one wants its subject
 * typed, and is never done unasked: without a terminal it needs `--yes`.
 */
export async function confirm(
  operation: Operation,
  input: Record<string, unknown>,
  lang: Language,
  plan: () => Promise<Run>,
): Promise<boolean> {
  if (operation.risk === 'safe') return true;
  if (!process.stdin.isTTY) {
    if (operation.risk === 'disruptive') return true;
    throw new OpsError('usage', `${operation.name} is destructive and nobody is there to ask.`, {
      kind: 'usage',
      hint: 'Look at --dry-run first, then add --yes',
    });
  }
  process.stderr.write(`${printableRun(await plan(), lang)}\n`);
  const wanted = operation.risk === 'destructive' ? String(input['service'] ?? operation.name) : 'y';
  const question =
    operation.risk === 'destructive'
      ? lang === 'ja'
        ? `元に戻せません。続けるには「${wanted}」と入力: `
        : `This cannot be taken back. Type "${wanted}" to go on: `
      : lang === 'ja'
        ? '実行しますか？ [y/N] '
        : 'Go on? [y/N] ';
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = (await terminal.question(question)).trim();
  terminal.close();
  return wanted === 'y' ? /^y(es)?$/i.test(answer) : answer === wanted;
}
