import { Readable } from 'node:stream';
import type { ChannelContext, DeliveryOutcome, Outgoing } from '../../channel.ts';
import { composeMail, senderOf } from './compose.ts';
import { messageFailure, type SmtpFailure } from './smtp-answers.ts';
import type { SmtpOptions } from './smtp-options.ts';
import { type SmtpLine, SmtpPool, whileOpen } from './smtp-pool.ts';

/** One mail to one address. Throws ChannelError when the server cannot be reached or does not let us in. */
export async function sendBySmtp(
  delivery: Outgoing,
  from: string,
  options: SmtpOptions,
  context: ChannelContext,
): Promise<DeliveryOutcome> {
  const raw = await composeMail(delivery, from);
  const pool = context.keep(() => new SmtpPool(options));
  const { signal } = context;
  const line = await pool.take(async () => ({
    password: options.password && (await context.secrets.read(options.password.secret)),
    deadlineMs: context.deadlineMs,
    signal,
  }));
  await context.permit().catch((refusal: unknown) => {
    pool.giveBack(line);
    throw refusal;
  });
  const handing = await handOver(line, { from: senderOf(from), to: delivery.address, size: raw.length }, raw, signal);
  if (handing.answer !== undefined) {
    pool.giveBack(line);
    return { kind: 'accepted', answer: handing.answer };
  }
  await makeFit(pool, line, handing.failure, signal);
  return messageFailure(handing.failure, handing.ended, options.host, options.password?.secret);
}

type Envelope = { from: string; to: string; size: number };
type Handing = { answer: string; failure?: undefined } | { answer?: undefined; failure: SmtpFailure; ended: boolean };

/** `ended` tells whether the text was read to its end, after which its final dot goes out. */
async function handOver(
  { connection }: SmtpLine,
  envelope: Envelope,
  raw: Buffer,
  signal: AbortSignal,
): Promise<Handing> {
  let ended = false;
  let answer = '';
  const text = Readable.from([raw]).once('end', () => void (ended = true));
  try {
    await whileOpen(connection, signal, (done) =>
      connection.send(envelope, text, (error, info) => {
        answer = info?.response ?? '';
        done(error);
      }),
    );
    return { answer };
  } catch (thrown) {
    return { failure: thrown as SmtpFailure, ended };
  }
}

/** After a refusal the connection is still good, once the server has forgotten the message. */
async function makeFit(
  pool: SmtpPool,
  line: SmtpLine,
  { responseCode }: SmtpFailure,
  signal: AbortSignal,
): Promise<void> {
  const { connection } = line;
  if (responseCode === undefined || responseCode === 421 || connection.destroyed) return connection.close();
  await whileOpen(connection, signal, (done) => connection.reset(done)).then(
    () => pool.giveBack(line),
    () => connection.close(),
  );
}
