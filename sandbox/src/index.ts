import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { anilistRoutes } from './anilist/routes.ts';
import { RateLimit } from './anilist/rate.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { answerWithFaults } from './faults/answer.ts';
import { Faults } from './faults/faults.ts';
import type { Fault, FaultInput } from './faults/faults.ts';
import { faultRoutes } from './faults/routes.ts';
import { feedRoutes } from './feeds/routes.ts';
import { gmailRoutes } from './gmail/routes.ts';
import { createHttpServer } from './http/server.ts';
import { Inbox } from './inbox/inbox.ts';
import type { Filter, Message } from './inbox/inbox.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { slackRoutes } from './slack/webhook.ts';
export { selfSignedCertificate } from './smtp/certificate.ts';
import { SmtpStandIn } from './smtp/server.ts';
import { syoboiRoutes } from './syoboi/routes.ts';

export type { Fault, FaultInput, FaultKind, SmtpStage } from './faults/faults.ts';
export type { Provider } from './http/route.ts';
export type { Filter, Message } from './inbox/inbox.ts';
export type { Release } from './catalogue/release.ts';

/** `ledgerPath`: a file that gets one JSON line per accepted message before the sender hears of it. Port 0 takes a free one. */
export type SandboxOptions = {
  host?: string;
  port?: number;
  smtpPort?: number;
  now?: () => Date;
  ledgerPath?: string;
  requireAuth?: boolean;
  /** At least so many releases on every today. */
  daily?: number;
  /** AniList requests a minute for one client. */
  anilistLimit?: number;
};

export type Sandbox = {
  url: string;
  smtpPort: number;
  messages: (filter?: Filter) => Message[];
  clearMessages: () => void;
  addFault: (fault: FaultInput) => Fault;
  removeFault: (id: string) => boolean;
  clearFaults: () => void;
  faults: () => Fault[];
  catalogue: Catalogue;
  close: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts every stand-in in this process. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, now = () => new Date(), anilistLimit = 30, requireAuth = false } = options;
  const inbox = new Inbox(now, options.ledgerPath);
  const faults = new Faults();
  const catalogue = new Catalogue(now, options.daily);
  const closing = new AbortController();
  const smtp = new SmtpStandIn({ host, port: options.smtpPort ?? 0, requireAuth, now, inbox, faults });
  const smtpPort = await smtp.listen();
  const routes = [
    ...inboxRoutes(inbox, () => smtpPort),
    ...faultRoutes(faults),
    ...catalogueRoutes(catalogue),
    ...gmailRoutes(inbox, now),
    ...slackRoutes(inbox),
    ...anilistRoutes(catalogue, new RateLimit(anilistLimit)),
    ...syoboiRoutes(catalogue),
    ...feedRoutes(catalogue),
  ];
  const server = createHttpServer(routes, (route, incoming) =>
    answerWithFaults(faults, route, incoming, closing.signal),
  );
  await once(server.listen(port, host), 'listening').catch(async (error: unknown) => {
    await smtp.close();
    throw error;
  });
  const close = async () => {
    closing.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await Promise.all([closed, smtp.close()]);
    inbox.close();
  };
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    smtpPort,
    messages: (filter) => inbox.list(filter),
    clearMessages: () => inbox.clear(),
    addFault: (fault) => faults.add(fault),
    removeFault: (id) => faults.remove(id),
    clearFaults: () => faults.clear(),
    faults: () => faults.list(),
    catalogue,
    close,
    [Symbol.asyncDispose]: close,
  };
}
