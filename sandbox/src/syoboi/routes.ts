import type { Catalogue } from '../catalogue/catalogue.ts';
import { text } from '../http/reply.ts';
import type { Failure, Reply, Route } from '../http/route.ts';
import { answerDb } from './db.ts';
import { answerJson } from './json.ts';

/** Syoboi Calendar's two interfaces (docs.cal.syoboi.jp). */
export function syoboiRoutes(catalogue: Catalogue): Route[] {
  return [
    {
      method: 'GET',
      path: '/syoboi/db.php',
      provider: 'syoboi',
      failure,
      handle: (incoming) => answerDb(incoming, catalogue),
    },
    {
      method: 'GET',
      path: '/syoboi/json.php',
      provider: 'syoboi',
      failure,
      handle: (incoming) => answerJson(incoming, catalogue),
    },
  ];
}

function failure({ kind, status, message }: Failure): Reply {
  const answered = status ?? (kind === 'auth' ? 403 : 503);
  return text(message ?? (answered === 403 ? 'Forbidden' : 'Service Unavailable'), answered);
}
