import type { Client } from 'toban/client';
import type { Context, Ending } from '../context.ts';
import { inTransaction } from '../database/open.ts';
import { waitingEntries, type Entry, type Selection } from '../digest/entries.ts';
import { waitForEnds } from '../digest/follow.ts';
import { digestsIn, mailedOn, prepareDigest } from '../digest/records.ts';
import { badgeOf, renderDigest, type Place } from '../digest/render.ts';
import { handOver, type HandOver } from '../digest/send.ts';
import { mailsFor, shareOf, splitEvenly } from '../digest/split.ts';
import { countPending } from '../releases/counts.ts';
import { dayOf } from '../tokyo.ts';

export type DeliverOptions = Selection & {
  dryRun?: boolean | undefined;
  /** The hour of the schedule that this run stands for: it sends that slot's share. Without it everything is sent. */
  slot?: number | undefined;
};

type Part = { entries: Entry[]; place: Place };

/** Mails what waits in the database, whichever run collected it. */
export async function deliver(context: Context, options: DeliverOptions = {}): Promise<Ending> {
  if (options.dryRun) return rehearse(context, options);
  const { client, clock, database } = context;
  if (!client) return withoutToban(context, options);
  inTransaction(database, () => {
    for (const { entries, place } of planParts(context, options)) prepareDigest(database, entries, place, clock.now());
  });
  const { ids, results } = await handOverAll(context, client);
  const ends = await waitForEnds(context, client, ids);
  const lost = ends.filter((end) => end === 'failed').length;
  return endingOf(context, results, lost, ends.length - lost);
}

function withoutToban(context: Context, options: DeliverOptions): Ending {
  const waits = planParts(context, options).length > 0 || digestsIn(context.database, 'prepared').length > 0;
  if (!waits) return endingOf(context, [], 0, 0);
  context.log(
    'error',
    'nothing can be sent: TOBAN_URL, TOBAN_TOKEN and TOBAN_SERVICE are not set; start it through Toban',
  );
  return {
    outcome: 'failure',
    summary: 'Started outside of Toban; nothing was sent.',
    figures: { pending: countPending(context.database) },
  };
}

function planParts(context: Context, { slot, ...selection }: DeliverOptions): Part[] {
  const { database, clock, settings } = context;
  const day = dayOf(clock.now());
  const waiting = waitingEntries(database, selection);
  if (slot === undefined) {
    const parts = mailsFor(waiting.length);
    return splitEvenly(waiting, parts).map((entries, index) => ({ entries, place: { day, part: index + 1, parts } }));
  }
  const { take, part, parts } = shareOf(slot, settings.deliver.slots, mailedOn(database, day), waiting.length);
  return take === 0 ? [] : [{ entries: waiting.slice(0, take), place: { day, part, parts } }];
}

/** Those of a run that broke off come first: they may have been taken or not, and their key settles it. */
async function handOverAll(context: Context, client: Client): Promise<{ ids: number[]; results: HandOver[] }> {
  const ids: number[] = [];
  const results: HandOver[] = [];
  for (const digest of digestsIn(context.database, 'prepared')) {
    const result = await handOver(context, client, digest);
    results.push(result);
    if (result === 'accepted') ids.push(digest.id);
    if (result === 'blocked') break;
  }
  return { ids, results };
}

function endingOf(context: Context, results: HandOver[], lost: number, arrived: number): Ending {
  const accepted = results.filter((result) => result === 'accepted').length;
  const failed = results.filter((result) => result !== 'accepted').length + lost;
  const pending = countPending(context.database);
  const figures = { mails: results.length, delivered: arrived, underWay: accepted - arrived - lost, failed, pending };
  const ending = (outcome: Ending['outcome'], summary: string): Ending => {
    context.log(
      outcome === 'success' ? 'info' : outcome === 'failure' ? 'error' : 'warn',
      `delivered: ${summary}`,
      figures,
    );
    return { outcome, summary, figures };
  };
  if (results.length === 0)
    return ending('success', pending === 0 ? 'Nothing new.' : `Nothing is due now; ${pending} wait.`);
  if (results.includes('blocked')) return ending('blocked', `Toban holds deliveries; ${pending} releases wait.`);
  const told = `${arrived} of ${results.length} mails delivered, ${figures.underWay} under way, ${failed} failed; ${pending} releases wait.`;
  return ending(failed === 0 ? 'success' : failed === results.length ? 'failure' : 'partial', told);
}

/** Says what a run would send, and leaves everything as it is. */
function rehearse(context: Context, options: DeliverOptions): Ending {
  const { database, log } = context;
  const unfinished = digestsIn(database, 'prepared');
  for (const { title, entries, key } of unfinished) log('info', `would hand over again: ${title}`, { entries, key });
  const parts = planParts(context, options);
  for (const { entries, place } of parts) {
    const { title } = renderDigest(entries, place);
    const first = entries.slice(0, 5).map((entry) => `${entry.title} ${badgeOf(entry)}`);
    log('info', `would send: ${title}`, { to: context.settings.to, entries: entries.length, first });
  }
  const releases = parts.reduce((sum, { entries }) => sum + entries.length, 0);
  const mails = parts.length + unfinished.length;
  const summary =
    mails === 0 ? 'Would send nothing.' : `Would send ${mails} mails with ${releases} releases; nothing was changed.`;
  log('info', `dry run: ${summary}`);
  return { outcome: 'success', summary, figures: { mails, releases, pending: countPending(database) } };
}
