import { OpsError } from '#platform/errors.ts';
import type { Use } from '#manual/references.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { z } from 'zod';
import type { Channel } from './channel.ts';
import * as channels from './channels/index.ts';

type ChannelUse = z.output<typeof Use>;

const adapters = new Map(Object.values(channels).map((channel) => [channel.kind, channel as unknown as Channel]));

/** The adapter of a kind. */
export const adapterFor = (kind: string): Channel | undefined => adapters.get(kind);

/** The channel of a manual that a sender means, by its name or by its kind. Throws OpsError `channel.unknown`. */
export function channelOf(manual: ServiceManual, wanted: string, path = 'channel'): ChannelUse {
  const named = manual.channels.find((use) => use.name === wanted);
  const ofKind = manual.channels.filter((use) => use.kind === wanted);
  const found = named ?? (ofKind.length === 1 ? ofKind[0] : undefined);
  if (found) return found;
  const names = manual.channels.map((use) => use.name).join(', ');
  const several = ofKind.length > 1;
  const message = several
    ? `${manual.id} has ${ofKind.length} channels of the kind "${wanted}".`
    : `${manual.id} has no channel "${wanted}".`;
  throw new OpsError(several ? 'channel.ambiguous' : 'channel.unknown', message, {
    kind: 'usage',
    problems: [{ path, message }],
    hint: names ? `Name one of its channels: ${names}` : `Declare one under channels in the manual of ${manual.id}.`,
  });
}

/** The address as its channel writes it. Throws OpsError `address.invalid`. */
export function addressOn(use: ChannelUse, address: string, path = 'address'): string {
  const trimmed = address.trim();
  const wrong = adapterFor(use.kind)?.checkAddress?.(trimmed);
  if (!wrong) return trimmed;
  const message = `${JSON.stringify(trimmed)} ${wrong}.`;
  throw new OpsError('address.invalid', message, { kind: 'usage', problems: [{ path, message }] });
}
