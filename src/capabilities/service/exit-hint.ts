import { holderOf } from '#platform/ports.ts';

const IN_USE = /EADDRINUSE|address (?:is )?already in use/i;

/** Why a program ended soon after its start, where its last words tell something that can be acted upon. */
export async function exitHint(
  lastLines: readonly string[],
  service: string,
  declaredPort: number | undefined,
): Promise<string | null> {
  const told = lastLines.find((line) => IN_USE.test(line));
  if (told === undefined) return null;
  const port = portIn(lastLines.join('\n')) ?? declaredPort;
  if (port === undefined) return 'The port that it wants is in use by another program.';
  const holder = await holderOf(port);
  if (!holder) return `Port ${port} was in use; it is free now: toban service start ${service}`;
  return `Port ${port} is held by process ${holder.pid} (${holder.command}). End it: kill ${holder.pid}`;
}

/** As Node says it (`EADDRINUSE: address already in use :::5000`) and Python (`… Port 5000 is in use`). */
export function portIn(text: string): number | undefined {
  const found =
    /in use\b[^\n]*?:(\d{2,5})\b/i.exec(text) ??
    /\bport[:=]?\s*(\d{2,5})\b/i.exec(text) ??
    /:(\d{2,5})\b[^\n]*in use/i.exec(text);
  return found ? Number(found[1]) : undefined;
}
