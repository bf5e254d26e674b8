import { startSandbox } from './index.ts';

const {
  SANDBOX_HOST,
  SANDBOX_PORT,
  SANDBOX_SMTP_PORT,
  SANDBOX_LEDGER,
  SANDBOX_DAILY,
  SANDBOX_REQUIRE_AUTH,
  SANDBOX_ANILIST_LIMIT,
} = process.env;

try {
  const sandbox = await startSandbox({
    host: SANDBOX_HOST ?? '127.0.0.1',
    port: Number(SANDBOX_PORT ?? 7710),
    smtpPort: Number(SANDBOX_SMTP_PORT ?? 7725),
    ...(SANDBOX_LEDGER && { ledgerPath: SANDBOX_LEDGER }),
    daily: Number(SANDBOX_DAILY ?? 0),
    requireAuth: SANDBOX_REQUIRE_AUTH === '1',
    anilistLimit: Number(SANDBOX_ANILIST_LIMIT ?? 30),
  });
  console.log(`sandbox ready ${sandbox.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      sandbox.close().then(() => process.exit(0), fail);
    });
  }
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(error instanceof Error ? error.message : error);
  if (taken) console.error('Choose other ports: SANDBOX_PORT, SANDBOX_SMTP_PORT');
  process.exit(1);
}
