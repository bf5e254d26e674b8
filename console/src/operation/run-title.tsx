import type { ReactElement } from 'react';
import { useRegistry } from '../api/queries.ts';
import type { BriefRun } from '../api/wire.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './operation.module.css';

type Titled = Pick<BriefRun, 'operation' | 'title' | 'input'>;

/**
 * What the run acts on: the words of its command line that need no flag. The service is said elsewhere, and a single
 * delivery is named by a flag.
 */
function useSubject({ operation, input }: Titled): string {
  const entry = useRegistry().data?.operations.find(({ name }) => name === operation);
  const names = new Set([...(entry?.positionals ?? []), 'delivery']);
  names.delete('service');
  const words = [...names].map((name) => input[name]);
  return words.filter((word) => typeof word === 'string' && word !== '').join(' ');
}

export function useRunTitle(run: Titled): string {
  const format = useFormat();
  const subject = useSubject(run);
  return subject ? `${format.text(run.title)}: ${subject}` : format.text(run.title);
}

/** Where there is little room the title gives way, never its subject. */
export function RunTitle({ run }: { run: Titled }): ReactElement {
  const format = useFormat();
  const subject = useSubject(run);
  return (
    <span className={styles.runTitle}>
      <span>{format.text(run.title)}</span>
      {subject && <b>{subject}</b>}
    </span>
  );
}
