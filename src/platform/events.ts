import { EventEmitter } from 'node:events';

/** Something that changed; what it is now is for the listener to ask. */
export type Change = {
  topic: 'run' | 'delivery' | 'service' | 'job' | 'log' | 'emergency' | 'checklist' | 'access' | 'secret';
  service?: string | undefined;
  id?: string | undefined;
};

/** Tells this process's surfaces and workers what changed. It is a hint: whoever misses one finds the truth in the store. */
export type Events = {
  publish(change: Change): void;
  subscribe(listener: (change: Change) => void): () => void;
};

export function openEvents(): Events {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (change) => void emitter.emit('change', change),
    subscribe: (listener) => {
      emitter.on('change', listener);
      return () => void emitter.off('change', listener);
    },
  };
}
