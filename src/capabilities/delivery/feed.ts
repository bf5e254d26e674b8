import { EventEmitter } from 'node:events';
import { resident } from '#operations/context.ts';
import type { Toban } from '#operations/context.ts';
import type { DeliveryRow } from './schema.ts';

/** Every change of state that this process makes, in its order, for those who watch live. */
const feed = resident(() => new EventEmitter<{ change: [DeliveryRow] }>().setMaxListeners(0));

/** To be called after the commit: tells watchers each change, and everybody else that something changed. */
export function announce(toban: Toban, rows: readonly DeliveryRow[]): void {
  const emitter = feed(toban);
  for (const row of rows) {
    emitter.emit('change', row);
    toban.events.publish({ topic: 'delivery', service: row.service, id: row.id });
  }
}

export function watchChanges(toban: Toban, listener: (row: DeliveryRow) => void): () => void {
  const emitter = feed(toban);
  emitter.on('change', listener);
  return () => void emitter.off('change', listener);
}
