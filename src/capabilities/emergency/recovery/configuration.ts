import { newId } from '#platform/ids.ts';
import { OpsError } from '#platform/errors.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { inert } from '#capabilities/logs/index.ts';
import { programEnvironment } from '#capabilities/service/index.ts';

const TIMEOUT_MS = 2 * 60_000;
const KEPT_LINES = 20;

/** Runs the manual's own check of the configuration. Answers its last words; throws OpsError `recovery.configuration`. */
export async function validateConfiguration(context: Context, manual: ServiceManual, argv: string[]): Promise<string> {
  const lines: string[] = [];
  const { exit, timedOut } = await context.commands.run({
    argv,
    cwd: manual.folder,
    environment: await programEnvironment(context, manual),
    mark: newId('recovery', context.clock.now()),
    timeoutMs: TIMEOUT_MS,
    signal: context.signal,
    onLine: (_, line) => {
      if (line.trim() !== '' && lines.push(line) > KEPT_LINES) lines.shift();
    },
  });
  context.signal.throwIfAborted();
  const said = lines.map((line) => inert(context.secrets.redact(line)));
  if (!timedOut && exit.code === 0) return said.at(-1) ?? 'valid';
  const ended = timedOut
    ? `gave no answer within ${TIMEOUT_MS / 1000} s`
    : `ended with ${exit.signal ?? `exit code ${exit.code}`}`;
  throw new OpsError(
    'recovery.configuration',
    `The configuration of ${manual.id} is not valid: ${argv.join(' ')} ${ended}${said.length > 0 ? `: ${said.join('; ')}` : '.'}`,
    {
      hint: `Mend it in ${manual.folder}, then: toban emergency recover ${manual.id}`,
    },
  );
}
