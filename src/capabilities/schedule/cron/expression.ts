import { OpsError } from '#platform/errors.ts';
import { Cron } from 'croner';

/** A cron expression of five fields, ready to be asked. */
export type Expression = {
  /** Whether minute or hour begins with a wildcard: Debian's cron treats such jobs otherwise when the clock is set. */
  wild: boolean;
  /** The first wall time at or after the given one that fits; both as if the wall clock showed UTC. */
  fromWall(wall: number): number | undefined;
};

const FIELDS = ['minute', 'hour', 'day of month', 'month', 'day of week'] as const;

const ALIASES: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const parsed = new Map<string, Expression>();

/** Throws OpsError `schedule.invalid`, naming the field. */
export function parseExpression(text: string): Expression {
  const expression = parsed.get(text) ?? parse(text);
  parsed.set(text, expression);
  return expression;
}

function parse(text: string): Expression {
  const fields = (ALIASES[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw invalid(
      text,
      text.trim().startsWith('@') ? 'this alias is not known' : `it has ${fields.length} fields, not five`,
    );
  }
  for (const [position, field] of fields.entries()) checkField(text, field, position);
  const [minute = '', hour = '', day = '', , weekday = ''] = fields;
  // Both days given: either fits. A day that begins with a star, even */2, is none that was given: then both must fit.
  const domAndDow = isWild(day) || isWild(weekday);
  const cron = new Cron(fields.join(' '), { timezone: 'UTC', mode: '5-part', domAndDow, paused: true });
  return {
    wild: isWild(minute) || isWild(hour),
    fromWall: (wall) => cron.nextRun(new Date(wall - 1))?.getTime(),
  };
}

const isWild = (field: string): boolean => field.startsWith('*') || field.startsWith('?');

function checkField(text: string, field: string, position: number): void {
  const alone = FIELDS.map((_, other) => (other === position ? field : '*')).join(' ');
  try {
    void new Cron(alone, { timezone: 'UTC', mode: '5-part', paused: true });
  } catch (thrown) {
    const reason = (thrown as Error).message.replace(/^CronPattern: /, '');
    throw invalid(text, `the field ${FIELDS[position]} ("${field}") does not fit: ${reason}`, thrown);
  }
}

function invalid(text: string, reason: string, cause?: unknown): OpsError {
  return new OpsError('schedule.invalid', `The schedule "${text}" cannot be read: ${reason}.`, {
    kind: 'usage',
    hint: 'Write minute, hour, day of month, month and day of week, e.g. "0 8,12,20 * * *", in the manual of the service.',
    cause,
  });
}
