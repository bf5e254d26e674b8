import type { Channel } from '../channel.ts';
import { email } from './email/index.ts';

/** Every channel that a manual may use. */
export const channels: readonly Channel[] = [email as unknown as Channel];
