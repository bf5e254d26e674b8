import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/client.ts';
import { Shape } from './state-badge.tsx';
import styles from './message.module.css';

/** A line to type in a terminal, with a button that copies it. */
export function Command({ line }: { line: string }): ReactElement {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    // The clipboard exists on HTTPS and localhost only; elsewhere the line can still be selected.
    void navigator.clipboard?.writeText(line).then(() => setCopied(true));
  };
  return (
    <span className={styles.command}>
      <code>{line}</code>
      <button type="button" className={styles.copy} onClick={copy} aria-label={`${t('parts.copy')}: ${line}`}>
        {copied ? t('parts.copied') : t('parts.copy')}
      </button>
    </span>
  );
}

/** Nothing here, and what to do about it. */
export function Empty({ children, command }: { children: ReactNode; command?: string }): ReactElement {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {command && <Command line={command} />}
    </div>
  );
}

const looksLikeCommand = /^(\.\/)?toban [a-z]/;

export function Hint({ hint }: { hint: string | undefined }): ReactElement | null {
  const { t } = useTranslation();
  if (!hint) return null;
  return (
    <p className={styles.hint}>
      {looksLikeCommand.test(hint) ? (
        <>
          {t('parts.next')} <Command line={hint} />
        </>
      ) : (
        hint
      )}
    </p>
  );
}

interface FaultProps {
  detail: string;
  hint?: string;
  code?: string;
  children?: ReactNode;
}

export function FaultBox({ detail, hint, code, children }: FaultProps): ReactElement {
  return (
    <div className={styles.problem} role="alert">
      <Shape tone="bad" />
      <div className={styles.body}>
        <p>
          {detail} {code && <span className={styles.code}>{code}</span>}
        </p>
        {children}
        <Hint hint={hint} />
      </div>
    </div>
  );
}

/** What a failed request said: the detail, each wrong field, and the next step. */
export function Problem({ error }: { error: unknown }): ReactElement {
  const { t } = useTranslation();
  const { detail, hint, code, problems } = problemOf(error);
  if (code === 'unreachable') return <FaultBox detail={t('parts.unreachable')} hint={hint} />;
  return (
    <FaultBox detail={detail} hint={hint} code={code}>
      {problems && (
        <ul>
          {problems.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
    </FaultBox>
  );
}

export function Loading(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.loading} role="status" aria-label={t('parts.loading')}>
      <span />
      <span />
      <span />
    </div>
  );
}

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown };
  children(data: T): ReactNode;
}

/** An answer, the way to it, or what went wrong; an old answer stays visible under a problem. */
export function Loaded<T>({ query, children }: LoadedProps<T>): ReactElement {
  return (
    <>
      {query.error ? <Problem error={query.error} /> : null}
      {query.data === undefined ? query.error ? null : <Loading /> : children(query.data)}
    </>
  );
}
