import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerAuthentication, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Fault, Faults, SmtpStage } from '../faults/faults.ts';
import type { Traits } from '../http/route.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { emailsFor, parseMail } from '../inbox/mail.ts';
import { selfSignedCertificate } from './certificate.ts';
import { checkRecipient } from './recipients.ts';
import { SmtpRefusal } from './refusal.ts';

const PASSWORD = 'sandbox';
const SIZE_LIMIT = 26_214_400;
const DEFAULT_DELAY_MS = 5_000;

export type SmtpOptions = {
  host: string;
  port: number;
  requireAuth: boolean;
  now: () => Date;
  inbox: Inbox;
  faults: Faults;
};

/** An SMTP submission server: any user with the password `sandbox`, STARTTLS, refusals by address and by fault. */
export class SmtpStandIn {
  readonly #options: SmtpOptions;
  readonly #server: SMTPServer;
  readonly #closing = new AbortController();
  readonly #greylisted = new Set<string>();

  constructor(options: SmtpOptions) {
    this.#options = options;
    this.#server = new SMTPServer({
      ...selfSignedCertificate(options.now()),
      name: 'sandbox.local',
      banner: 'Toban sandbox',
      authOptional: !options.requireAuth,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      size: SIZE_LIMIT,
      rejectOversized: true,
      logger: false,
      onConnect: (session, done) => settle(this.#meet('connect', session, {}), done),
      onAuth: (auth, session, done) => {
        this.#signIn(auth, session).then((user) => done(null, { user }), done);
      },
      onMailFrom: (address, session, done) => settle(this.#meet('mail', session, { from: address.address }), done),
      onRcptTo: (address, session, done) => settle(this.#recipient(address.address, session), done),
      onData: (stream, session, done) => {
        this.#message(stream, session).then((answer) => done(null, answer), done);
      },
    });
    // A connection cut by a fault or by the client is no event worth a word here.
    this.#server.on('error', () => {});
  }

  async listen(): Promise<number> {
    const listener = this.#server.listen(this.#options.port, this.#options.host);
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(resolve));
    for (const connection of this.#server.connections) connection._socket.destroy();
    await closed;
  }

  async #signIn(auth: SMTPServerAuthentication, session: SMTPServerSession): Promise<string> {
    await this.#meet('auth', session, {});
    if (auth.password !== PASSWORD) throw new SmtpRefusal(535, '5.7.8 Username and Password not accepted');
    return auth.username ?? 'toban';
  }

  async #recipient(address: string, session: SMTPServerSession): Promise<void> {
    await this.#meet('rcpt', session, { to: [address], ...senderOf(session) });
    checkRecipient(address, this.#greylisted);
  }

  async #message(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const raw = Buffer.concat(await stream.toArray());
    if (stream.sizeExceeded) throw new SmtpRefusal(552, '5.3.4 Message size exceeds fixed limit');
    const mail = await parseMail(raw);
    const to = session.envelope.rcptTo.map((recipient) => recipient.address);
    const fault = await this.#meet('data', session, {
      to,
      ...senderOf(session),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
    });
    if (!this.#isOpen(session)) throw new SmtpRefusal(421, '4.4.2 The client is gone');
    const accepted = this.#options.inbox.accept(emailsFor(mail, to));
    if (fault?.kind === 'after-accept-cut') await this.#cut(session);
    if (fault?.kind === 'after-accept-delay') await this.#pause(fault);
    return `2.0.0 OK: queued as ${accepted[0]?.id}`;
  }

  /** Applies the fault that matches this stage, if any; those that strike after acceptance are returned to the caller. */
  async #meet(stage: SmtpStage, session: SMTPServerSession, traits: Traits): Promise<Fault | null> {
    const fault = this.#options.faults.take({ provider: 'smtp', stage, ...traits });
    switch (fault?.kind) {
      case 'auth':
        throw new SmtpRefusal(fault.status ?? 535, fault.message ?? '5.7.8 Username and Password not accepted');
      case 'status':
        throw refusalOf(fault);
      case 'delay':
        await this.#pause(fault);
        if (fault.status !== undefined) throw refusalOf(fault);
        return null;
      case 'cut':
        return this.#cut(session);
      case 'hang':
        return new Promise(() => {});
      case 'garbage':
      case 'half':
        this.#socketOf(session)?.write(fault.kind === 'half' ? '25' : '\u0000HTTP/1.1 400 Bad Request\r\n\r\n<html>');
        return this.#cut(session);
      default:
        return fault;
    }
  }

  #pause(fault: Fault): Promise<void> {
    return wait(fault.delayMs ?? DEFAULT_DELAY_MS, undefined, { signal: this.#closing.signal, ref: false });
  }

  #cut(session: SMTPServerSession): Promise<never> {
    this.#socketOf(session)?.destroySoon();
    return new Promise(() => {});
  }

  #isOpen(session: SMTPServerSession): boolean {
    return this.#socketOf(session)?.destroyed === false;
  }

  #socketOf(session: SMTPServerSession) {
    return [...this.#server.connections].find((connection) => connection.id === session.id)?._socket;
  }
}

function refusalOf(fault: Fault): SmtpRefusal {
  const status = fault.status ?? (Number(fault.code) || 451);
  return new SmtpRefusal(status, fault.message ?? (status < 500 ? '4.3.0 Try again later' : '5.7.1 Message refused'));
}

function senderOf(session: SMTPServerSession): Traits {
  return session.envelope.mailFrom ? { from: session.envelope.mailFrom.address } : {};
}

function settle(work: Promise<unknown>, done: (error?: Error | null) => void): void {
  work.then(() => done(), done);
}
