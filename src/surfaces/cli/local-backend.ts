import { userInfo } from 'node:os';
import type { Language } from '#manual/text.ts';
import type { Actor } from '#operations/actor.ts';
import type { OpenToban } from '#operations/toban.ts';
import { readRun } from '#operations/runner.ts';
import type { Backend } from './backend.ts';

/** Whoever can read the data folder is its owner. */
export function localActor(): Actor {
  const { username, uid } = userInfo();
  return { kind: 'local', id: `uid:${uid}`, name: username, role: 'administrator' };
}

/** Works on the store itself: for when no server runs, or it does not answer. */
export function localBackend({ toban, close }: OpenToban, lang: Language): Backend {
  const asker = { actor: localActor(), lang };
  return {
    act: async ({ operation, input, dryRun }, watch) => {
      const { run, ended } = await toban.submit({ operation, input, dryRun, ...asker });
      const unsubscribe = toban.events.subscribe(({ topic, id }) => {
        if (topic === 'run' && id === run.run && id) void readRun(toban, id, lang).then(watch, () => {});
      });
      return ended.finally(unsubscribe);
    },
    ask: (query, input) => toban.ask(query, input, asker),
    follow: async function* (query, input, signal) {
      yield* (await toban.follow(query, input, { ...asker, signal })) as AsyncIterable<Record<string, unknown>>;
    },
    close,
  };
}
