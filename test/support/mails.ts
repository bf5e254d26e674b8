import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '@toban/sandbox';
import type { Program } from './program.ts';

/** Two services that send, a job that would, and nothing else. */
export const MAILER = join(import.meta.dirname, 'fixtures', 'mailer', 'toban.config.ts');
/** How many mails of one service one node hands over at a time: so many are in doubt when it dies. */
export const AT_ONCE = 5;
/** Whether a suite runs in its long form. */
export const FULL = process.env['TOBAN_FAULTS'] === 'full';

export const environmentFor = ({ smtpPort }: Sandbox): Record<string, string> => ({
  SMTP_PORT: String(smtpPort),
  SMTP_PASSWORD: 'sandbox',
});

/** A mail is known everywhere by its title. */
export type Mail = { title: string; to?: string[]; service?: string; category?: string; expiresAt?: string };

const messageOf = ({ title, to = ['reader@example.com'], service = 'mailer', category = 'digest', ...more }: Mail) => ({
  service,
  category,
  to: to.map((address) => ({ channel: 'email', address })),
  title,
  body: 'こんにちは',
  key: title,
  ...more,
});

/** Asks once. Rejects when nobody answers. */
export const post = (toban: Program, mail: Mail): Promise<Response> =>
  toban.api('/api/messages', { method: 'POST', body: JSON.stringify(messageOf(mail)) });

/** Hands mails over, and answers their titles. */
export async function accept(toban: Program, mails: Mail[]): Promise<string[]> {
  for (let from = 0; from < mails.length; from += 10_000) {
    const lines = mails.slice(from, from + 10_000).map((mail) => JSON.stringify(messageOf(mail)));
    const answer = await toban.api('/api/messages/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    assert.equal(answer.status, 202, await answer.text());
  }
  return mails.map(({ title }) => title);
}

export const numbered = (count: number, name = 'mail'): Mail[] =>
  Array.from({ length: count }, (_, index) => ({ title: `${name}-${index}` }));

export type Load = AsyncDisposable & { accepted: string[]; stop(): Promise<void> };

/** Clients as careful as they should be: each sends one mail after another, under the same key until it is answered. */
export function keepSending(tobans: Program[], { clients = 4, pauseMs = 15 } = {}): Load {
  const accepted: string[] = [];
  const stopping = new AbortController();
  const client = async (name: string): Promise<void> => {
    for (let number = 0; !stopping.signal.aborted; number++) {
      const title = `${name}-${number}`;
      for (let turn = number; !stopping.signal.aborted; turn++) {
        const answer = await post(tobans[turn % tobans.length] as Program, {
          title,
          to: [`${name}@example.com`],
        }).catch(() => undefined);
        if (answer?.status === 202) {
          accepted.push(title);
          break;
        }
        await sleep(20);
      }
      await sleep(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, index) => client(`s${index}`)));
  const stop = async (): Promise<void> => (stopping.abort(), void (await all));
  return { accepted, stop, [Symbol.asyncDispose]: stop };
}

export const titlesAt = (sandbox: Sandbox): string[] => sandbox.messages().map(({ subject }) => subject ?? '');

export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs: number,
  what: string,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await sleep(25)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
  }
}
