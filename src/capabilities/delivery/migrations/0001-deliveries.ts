import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createMessages(db);
  await createDeliveries(db);
  await createAttempts(db);
  await createHolds(db);
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('html', 'text')
    .addColumn('data_json', 'text')
    .addColumn('link', 'text')
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('idem_key', 'text')
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('not_before', 'bigint')
    .addColumn('expires_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('messages_by_key').on('messages').columns(['service', 'idem_key']).unique().execute();
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('message_id', 'text', (column) => column.notNull().references('messages.id').onDelete('cascade'))
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('rank', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('token', 'text')
    .addColumn('node', 'text')
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('ready_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('possible_duplicate', 'integer', (column) => column.notNull())
    .addColumn('retryable', 'integer', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('error_detail', 'text')
    .addColumn('error_hint', 'text')
    .addColumn('provider_id', 'text')
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await indexDeliveries(db);
}

/** The first three serve the sender and hold only what is unfinished, so they stay small among millions of rows. */
async function indexDeliveries(db: Kysely<unknown>): Promise<void> {
  const waiting = sql<boolean>`state in ('ready', 'scheduled')`;
  const index = (name: string, ...columns: string[]) => db.schema.createIndex(name).on('deliveries').columns(columns);
  await index('deliveries_waiting', 'service', 'channel', 'rank', 'ready_at').where(waiting).execute();
  await index('deliveries_expiring', 'expires_at')
    .where(sql<boolean>`expires_at is not null and state in ('ready', 'scheduled')`)
    .execute();
  await index('deliveries_sending', 'lease_until')
    .where(sql<boolean>`state = 'sending'`)
    .execute();
  await index('deliveries_by_service', 'service', 'id').execute();
  await index('deliveries_by_service_state', 'service', 'state', 'id').execute();
  await index('deliveries_by_state', 'state', 'id').execute();
  await index('deliveries_by_message', 'message_id').execute();
  await index('deliveries_by_address', 'address', 'id').execute();
  await index('deliveries_ended', 'service', 'ended_at', 'state')
    .where(sql<boolean>`ended_at is not null`)
    .execute();
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery_attempts')
    .addColumn('delivery_id', 'text', (column) => column.notNull().references('deliveries.id').onDelete('cascade'))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('outcome', 'text')
    .addColumn('code', 'text')
    .addColumn('answer', 'text')
    .addColumn('hint', 'text')
    .addColumn('sent', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('delivery_attempts_key', ['delivery_id', 'attempt'])
    .execute();
  await db.schema
    .createIndex('delivery_attempts_failed')
    .on('delivery_attempts')
    .columns(['service', 'ended_at'])
    .where(sql<boolean>`code is not null`)
    .execute();
}

async function createHolds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery_pauses')
    .addColumn('service', 'text', (column) => column.primaryKey())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('paused_by', 'text', (column) => column.notNull())
    .addColumn('paused_at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .execute();
  await db.schema
    .createTable('dead_addresses')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('dead_addresses_key', ['service', 'channel', 'address'])
    .execute();
  await db.schema
    .createTable('channel_breakers')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('hint', 'text')
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('tripped_at', 'bigint', (column) => column.notNull())
    .addColumn('retry_at', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('channel_breakers_key', ['service', 'channel'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = [
    'channel_breakers',
    'dead_addresses',
    'delivery_pauses',
    'delivery_attempts',
    'deliveries',
    'messages',
  ];
  for (const table of tables) await db.schema.dropTable(table).execute();
}
