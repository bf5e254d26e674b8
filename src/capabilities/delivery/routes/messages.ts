import { OpsError } from '#platform/errors.ts';
import { defineRoute } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { draftMessage } from '../accept.ts';
import { describeDelivery } from '../describe.ts';
import { keepMessages } from '../keep.ts';
import { MessageInput, MOST_MESSAGES, MOST_RECIPIENTS } from '../message.ts';
import { deliveriesOfMessages, findMessage } from '../records/accept.ts';
import { findDelivery } from '../records/lists.ts';
import { showDelivery } from '../show.ts';

export const postMessage = defineRoute({
  method: 'POST',
  path: '/api/messages',
  summary: {
    en: 'Accept a message; it is durable once this answers',
    ja: 'メッセージを受け付ける（応答した時点で失われない）',
  },
  access: 'service',
  status: 202,
  body: MessageInput,
  async handle({ body }, context) {
    const [accepted] = await accept(context, [body]);
    return accepted;
  },
});

export const postBatch = defineRoute({
  method: 'POST',
  path: '/api/messages/batch',
  summary: {
    en: 'Accept up to 10,000 messages, all or none',
    ja: '最大10,000通のメッセージをまとめて受け付ける（全部か無か）',
  },
  access: 'service',
  format: 'lines',
  status: 202,
  body: MessageInput,
  async handle({ body }, context) {
    const lines = body as unknown as MessageInput[];
    if (lines.length === 0)
      throw new OpsError('message.none', 'The batch holds no message.', {
        kind: 'usage',
        hint: 'Send one JSON object a line.',
      });
    if (lines.length > MOST_MESSAGES) {
      throw new OpsError(
        'message.too-many',
        `A batch holds at most ${MOST_MESSAGES} messages; this one has ${lines.length}.`,
        { kind: 'usage', hint: 'Split it.' },
      );
    }
    return { items: await accept(context, lines) };
  },
});

/** A service's program speaks for its own service and for no other. */
async function accept(context: Context, inputs: MessageInput[]) {
  const now = context.clock.now();
  const recipients = inputs.reduce((sum, { to }) => sum + to.length, 0);
  if (inputs.length > 1 && recipients > 5 * MOST_RECIPIENTS) {
    throw new OpsError(
      'message.too-many',
      `A batch goes to at most ${5 * MOST_RECIPIENTS} addresses; this one has ${recipients}.`,
      { kind: 'usage', hint: 'Split it.' },
    );
  }
  const drafts = inputs.map((input) => {
    if (!speaksFor(context, input.service)) {
      throw new OpsError('message.other-service', `${context.actor.name} may not send for ${input.service}.`, {
        kind: 'forbidden',
        hint: 'Use the token of that service: Toban hands it to its processes as TOBAN_TOKEN.',
      });
    }
    return draftMessage(context.manual.service(input.service), input, now);
  });
  return keepMessages(context, drafts);
}

const speaksFor = ({ actor }: Context, service: string): boolean =>
  actor.kind === 'service' ? actor.service === service : actor.service === undefined || actor.service === service;

export const getMessage = defineRoute({
  method: 'GET',
  path: '/api/messages/:id',
  summary: { en: 'A message and its deliveries as they stand now', ja: 'メッセージとその配信の現在の状態' },
  access: 'service',
  async handle({ params }, context) {
    const message = await findMessage(context.store.db, params['id'] ?? '');
    if (!message || !speaksFor(context, message.service)) throw unknownId('message', params['id']);
    const deliveries = await deliveriesOfMessages(context.store.db, [message.id]);
    const { id, service, category, title, priority, idem_key } = message;
    return {
      message: id,
      service,
      category,
      title,
      priority,
      key: idem_key,
      deliveries: deliveries.map(describeDelivery),
    };
  },
});

export const getDelivery = defineRoute({
  method: 'GET',
  path: '/api/deliveries/:id',
  summary: { en: 'A delivery with every attempt and its answer', ja: '配信とすべての試行の応答' },
  access: 'service',
  async handle({ params }, context) {
    const delivery = await findDelivery(context.store.db, params['id'] ?? '');
    if (!delivery || !speaksFor(context, delivery.service)) throw unknownId('delivery', params['id']);
    return showDelivery(context, delivery);
  },
});

export const unknownId = (kind: 'message' | 'delivery', id = ''): OpsError =>
  new OpsError(`${kind}.unknown`, `There is no ${kind} ${id}.`, {
    kind: 'not-found',
    hint: 'See: toban delivery list',
  });
