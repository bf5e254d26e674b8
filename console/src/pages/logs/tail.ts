import { useEffect, useRef, useState } from 'react';
import { queryPath } from '../../api/client.ts';
import { follow } from '../../api/stream.ts';
import type { LogLine } from '../../api/work-shapes.ts';

export const maxLines = 2_000;
const showEveryMs = 200;

export interface Tail {
  lines: LogLine[];
  /** Lines that came while paused. */
  waiting: number;
  dropped: boolean;
}

const nothing: Tail = { lines: [], waiting: 0, dropped: false };

function appended(tail: Tail, added: LogLine[]): Tail {
  const lines = [...tail.lines, ...added];
  return { lines: lines.slice(-maxLines), waiting: 0, dropped: tail.dropped || lines.length > maxLines };
}

/** The newest lines of a log as they are written, at most {@link maxLines}, drawn five times a second. */
export function useTail(service: string, log: string | undefined, paused: boolean): Tail {
  const [tail, setTail] = useState<Tail>(nothing);
  const arrived = useRef<LogLine[]>([]);
  useEffect(() => {
    setTail(nothing);
    arrived.current = [];
    return follow(queryPath('logs.tail', { service, log, lines: 200 }), {
      on: {
        item(data) {
          arrived.current.push(JSON.parse(data) as LogLine);
          if (arrived.current.length > maxLines) arrived.current.splice(0, arrived.current.length - maxLines);
        },
      },
      lost() {
        // After a reconnection the server begins again with the newest lines; the old ones would be there twice.
        arrived.current = [];
        setTail(nothing);
      },
    });
  }, [service, log]);
  useEffect(() => {
    const timer = setInterval(() => {
      const count = arrived.current.length;
      if (count === 0) return;
      if (paused) setTail((old) => (old.waiting === count ? old : { ...old, waiting: count }));
      else {
        const added = arrived.current;
        arrived.current = [];
        setTail((old) => appended(old, added));
      }
    }, showEveryMs);
    return () => clearInterval(timer);
  }, [paused]);
  return tail;
}
