import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow } from './stream.ts';
import type { Change } from './wire.ts';

type Topic = Change['topic'];
export type Connection = 'connecting' | 'live' | 'lost';

/** The queries, by name or by capability, that a change of each topic makes stale. */
const stale: Record<Topic, readonly string[]> = {
  run: ['runs', 'run', 'overview', 'jobs', 'runbook'],
  delivery: ['delivery', 'overview', 'report'],
  service: ['service', 'overview'],
  job: ['jobs', 'overview'],
  log: ['logs.errors', 'logs.search', 'logs.sources'],
  emergency: ['emergency', 'overview', 'delivery', 'jobs'],
  checklist: ['checklist', 'overview'],
  access: ['users', 'tokens', 'session'],
  secret: ['secrets', 'overview', 'delivery'],
};

function invalidate(client: QueryClient, topics: ReadonlySet<Topic>): void {
  const names = new Set([...topics].flatMap((topic) => stale[topic] ?? []));
  void client.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === 'string' && (names.has(name) || names.has(name.split('.')[0] ?? '')),
  });
}

/** Collects a burst of changes, so that ten thousand deliveries refetch a list once a second and not ten thousand times. */
function gather(client: QueryClient): { add(topic: Topic): void; stop(): void } {
  const topics = new Set<Topic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    invalidate(client, topics);
    topics.clear();
  };
  return {
    add(topic) {
      topics.add(topic);
      timer ??= setTimeout(flush, topic === 'emergency' || topic === 'run' ? 150 : 1_000);
    },
    stop: () => clearTimeout(timer),
  };
}

export function useLiveUpdates(): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    const changes = gather(client);
    let wasLost = false;
    const end = follow('/api/events', {
      opened() {
        // What changed while nobody listened is unknown, so everything is.
        if (wasLost) void client.invalidateQueries();
        wasLost = false;
        setConnection('live');
      },
      lost() {
        wasLost = true;
        setConnection('lost');
      },
      on: { changed: (data) => changes.add((JSON.parse(data) as Change).topic) },
    });
    return () => {
      changes.stop();
      end();
    };
  }, [client]);
  return connection;
}
