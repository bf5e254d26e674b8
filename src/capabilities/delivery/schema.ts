/** Times are milliseconds since the epoch, UTC; columns that end in `_json` hold JSON text; 0 and 1 are no and yes. */
export type DeliveryTables = {
  messages: MessageRow;
  deliveries: DeliveryRow;
  delivery_attempts: AttemptRow;
  delivery_pauses: PauseRow;
  dead_addresses: DeadAddressRow;
  channel_breakers: BreakerRow;
};

export type DeliveryState =
  | 'scheduled'
  | 'ready'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'unknown'
  | 'dead'
  | 'suppressed'
  | 'expired'
  | 'cancelled'
  | 'held';

/** What is to be said, once, however many are to hear it. */
export type MessageRow = {
  id: string;
  service: string;
  category: string;
  title: string;
  body: string;
  html: string | null;
  data_json: string | null;
  link: string | null;
  priority: string;
  idem_key: string | null;
  /** A digest of the content: the same key with another content is refused. */
  fingerprint: string;
  not_before: number | null;
  expires_at: number | null;
  created_at: number;
};

/** One chain of attempts to one address on one channel. */
export type DeliveryRow = {
  id: string;
  message_id: string;
  service: string;
  category: string;
  /** The channel's name in the manual. */
  channel: string;
  address: string;
  /** The message's title, kept here too so that lists need no second table. */
  title: string;
  state: DeliveryState;
  /** 0 urgent, 1 normal, 2 low. */
  rank: number;
  /** Counts every claim; with `token` it is the fence that a late worker cannot pass. */
  attempt: number;
  /** Attempts that failed by the delivery's own fault; the category limits them. */
  failures: number;
  token: string | null;
  /** Which node, and which life of it, holds the delivery. */
  node: string | null;
  owner: string | null;
  lease_until: number | null;
  ready_at: number;
  expires_at: number | null;
  possible_duplicate: number;
  /** Whether a dead delivery may be tried again when the cause is mended. */
  retryable: number;
  error_code: string | null;
  error_detail: string | null;
  error_hint: string | null;
  provider_id: string | null;
  /** When it was first due: from here the time to deliver is counted. */
  due_at: number;
  created_at: number;
  updated_at: number;
  ended_at: number | null;
};

export type AttemptOutcome =
  | 'accepted'
  | 'gone'
  | 'refused'
  | 'retry'
  | 'unknown'
  | 'channel-failed'
  | 'handed-back'
  | 'interrupted';

export type AttemptRow = {
  delivery_id: string;
  attempt: number;
  service: string;
  node: string;
  started_at: number;
  ended_at: number | null;
  outcome: AttemptOutcome | null;
  code: string | null;
  answer: string | null;
  hint: string | null;
  /** 1 from the moment at which the provider may have been called. */
  sent: number;
};

export type PauseRow = { service: string; reason: string; paused_by: string; paused_at: number; until: number | null };

export type DeadAddressRow = { service: string; channel: string; address: string; code: string; since: number };

/** A row means that the channel is closed to sending until `retry_at`, when one delivery may try it. */
export type BreakerRow = {
  service: string;
  channel: string;
  kind: 'transient' | 'credentials' | 'throttled';
  reason: string;
  hint: string | null;
  since: number;
  /** When it last failed. */
  tripped_at: number;
  retry_at: number;
  /** How many times in a row it was tried and failed. */
  failures: number;
};
