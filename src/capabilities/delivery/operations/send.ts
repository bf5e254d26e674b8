import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { type Draft, draftMessage } from '../accept.ts';
import { announce } from '../feed.ts';
import { keepWithin } from '../keep.ts';
import { AddressText, Body, ChannelName, MessageInput, Title } from '../message.ts';
import { findDelivery } from '../records/lists.ts';

/** One message by hand: to try a channel, or to tell somebody something. */
export const sendByHand = defineOperation({
  name: 'delivery.send',
  summary: { en: 'Send one message by hand', ja: 'メッセージを手動で1通送る' },
  risk: 'disruptive',
  lock: () => null,
  input: z.object({
    service: ServiceId,
    channel: ChannelName,
    address: AddressText,
    title: Title,
    body: Body.default(''),
  }),

  prepare({ service, channel, address, title, body }, { manual, clock }): Draft {
    const input = MessageInput.parse({ service, category: 'by-hand', to: [{ channel, address }], title, body });
    return draftMessage(manual.service(service), input, clock.now());
  },

  steps: (draft) => [
    {
      title: {
        en: `Put the message to ${addressesOf(draft)} among those that wait`,
        ja: `${addressesOf(draft)} 宛のメッセージを送信待ちに加える`,
      },
      write: (trx) => keepWithin(trx, [draft]),
    },
  ],

  async report({ message, deliveries }, context) {
    const rows = await Promise.all(deliveries.map(({ id }) => findDelivery(context.store.db, id)));
    announce(
      context,
      rows.filter((row) => row !== undefined),
    );
    return {
      message: message.id,
      deliveries: rows.map((row) => ({ id: row?.id, to: row?.address, state: row?.state })),
    };
  },
});

const addressesOf = ({ deliveries }: Draft): string => deliveries.map(({ address }) => address).join(', ');
