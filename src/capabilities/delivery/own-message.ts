import type { Db } from '#platform/db/store.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Toban } from '#operations/context.ts';
import { draftMessage } from './accept.ts';
import { announce } from './feed.ts';
import { keepWithin } from './keep.ts';
import type { MessageInput } from './message.ts';

export type OwnMessage = Pick<MessageInput, 'category' | 'to' | 'title' | 'body' | 'key'> & {
  priority?: MessageInput['priority'];
};

/**
 * Accepts a message of Toban's own about a service, within the transaction of the event that it tells of: both are
 * written, or neither. What it answers is to be called after the commit.
 */
export async function acceptWithin(
  toban: Toban,
  trx: Db,
  manual: ServiceManual,
  message: OwnMessage,
): Promise<() => void> {
  const draft = draftMessage(manual, { priority: 'normal', ...message, service: manual.id }, toban.clock.now());
  const { fresh } = await keepWithin(trx, [draft]);
  return () => announce(toban, fresh);
}
