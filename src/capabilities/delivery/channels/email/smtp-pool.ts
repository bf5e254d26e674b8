import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { connectionFailure } from './smtp-answers.ts';
import { securityOf, type SmtpOptions } from './smtp-options.ts';

const MOST_MESSAGES = 100;
const IDLE_MS = 20_000;
const CONNECT_MS = 10_000;

/** A signed-in connection to the server, for one message at a time. */
export type SmtpLine = { connection: SMTPConnection; messages: number; idleSince: number };

export type Opening = { password: string | undefined; deadlineMs: number; signal: AbortSignal };

/** Connections kept open between messages. Who takes one gives it back, or lets it go. */
export class SmtpPool implements AsyncDisposable {
  readonly #options: SmtpOptions;
  #idle: SmtpLine[] = [];
  readonly #sweep = setInterval(() => this.#closeIdle(), IDLE_MS / 2).unref();

  constructor(options: SmtpOptions) {
    this.#options = options;
  }

  /** Throws ChannelError when the server cannot be reached or does not let us in. */
  async take(opening: () => Promise<Opening>): Promise<SmtpLine> {
    for (let line = this.#idle.pop(); line; line = this.#idle.pop()) {
      if (!line.connection.destroyed) return line;
    }
    return this.#open(await opening());
  }

  giveBack(line: SmtpLine): void {
    line.messages += 1;
    line.idleSince = performance.now();
    if (line.messages >= MOST_MESSAGES) line.connection.quit();
    else if (!line.connection.destroyed) this.#idle.push(line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }

  async #open({ password, deadlineMs, signal }: Opening): Promise<SmtpLine> {
    const { host, user } = this.#options;
    const connection = new SMTPConnection(this.#settings(deadlineMs));
    // Unheard, an error of an idle connection would end the process.
    connection.on('error', () => {});
    try {
      await whileOpen(connection, signal, (done) => connection.connect(done));
      if (user) await whileOpen(connection, signal, (done) => connection.login({ user, pass: password ?? '' }, done));
      return { connection, messages: 0, idleSince: 0 };
    } catch (thrown) {
      connection.close();
      throw connectionFailure(thrown, host, this.#options.password?.secret);
    }
  }

  #settings(deadlineMs: number) {
    const { host, port, ca } = this.#options;
    const security = securityOf(this.#options);
    const timeout = Math.min(CONNECT_MS, deadlineMs);
    return {
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      dnsTimeout: timeout,
      socketTimeout: Math.max(deadlineMs, IDLE_MS * 2),
      socketCloseTimeout: 500,
      tls: { minVersion: 'TLSv1.2' as const, ...(ca !== undefined && { ca }) },
    };
  }

  #closeIdle(): void {
    const old = this.#idle.filter((line) => performance.now() - line.idleSince > IDLE_MS);
    this.#idle = this.#idle.filter((line) => !old.includes(line));
    for (const { connection } of old) connection.quit();
  }
}

type Done = (error?: Error | null) => void;

/** One act on a connection. A connection that ends meanwhile does not call back, so its events are heard as well. */
export function whileOpen(connection: SMTPConnection, signal: AbortSignal, act: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => (settle(new Error('The time for it was over.')), connection.close());
    // The act's own answer, when there is one, comes in the same turn as the end and says more.
    const end = (): void => void setImmediate(() => settle(new Error('The connection was closed.')));
    const settle = (error?: Error | null): void => {
      signal.removeEventListener('abort', abort);
      connection.off('error', settle);
      connection.off('end', end);
      if (error) reject(error);
      else resolve();
    };
    connection.on('error', settle);
    connection.on('end', end);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else act(settle);
  });
}
