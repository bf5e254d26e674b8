import { Button } from '@mantine/core';
import { useEffect, useId, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Listing } from '../api/queries.ts';
import { Loading, Problem } from './message.tsx';
import styles from './section.module.css';

export function Page({ children }: { children: ReactNode }): ReactElement {
  return <div className={styles.page}>{children}</div>;
}

interface HeadProps {
  title: string;
  beside?: ReactNode;
  children?: ReactNode;
}

/** The page's one h1, which also names the tab. */
export function PageHead({ title, beside, children }: HeadProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · Toban`;
  }, [title]);
  return (
    <header className={styles.pageHead}>
      <div className={styles.title}>
        <h1>{title}</h1>
        {beside}
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}

interface SectionProps {
  title: string;
  actions?: ReactNode;
  /** Without the bordered sheet, for content that brings its own. */
  bare?: boolean;
  children: ReactNode;
}

export function Section({ title, actions, bare = false, children }: SectionProps): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {bare ? children : <Sheet>{children}</Sheet>}
    </section>
  );
}

export function Sheet({ children }: { children: ReactNode }): ReactElement {
  return <div className={styles.sheet}>{children}</div>;
}

export function Filters({ children }: { children: ReactNode }): ReactElement {
  return <div className={styles.filters}>{children}</div>;
}

interface TableProps {
  caption: string;
  head: ReactNode;
  children: ReactNode;
}

/** Wider than the window, a table scrolls by itself, also by keyboard. */
export function Table({ caption, head, children }: TableProps): ReactElement {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table>
        <caption className="hidden-visually">{caption}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface ListedProps<T> {
  list: Listing<T>;
  empty: ReactNode;
  children(rows: T[]): ReactNode;
}

/** Rows with a button for the next page. */
export function Listed<T>({ list: { rows, query }, empty, children }: ListedProps<T>): ReactElement {
  const { t } = useTranslation();
  return (
    <Sheet>
      {query.error ? <Problem error={query.error} /> : null}
      {rows === undefined ? query.error ? null : <Loading /> : rows.length === 0 ? empty : children(rows)}
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('parts.more')}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

export interface FigureShown {
  name: string;
  title: string;
  value: ReactNode;
  tone?: 'bad' | 'warn';
}

export function Figures({ figures }: { figures: FigureShown[] }): ReactElement {
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, title, value, tone }) => (
        <div key={name} className={styles.figure} data-tone={tone}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Pair = readonly [label: string, value: ReactNode] | false | null | undefined | '';

export function Pairs({ pairs }: { pairs: Pair[] }): ReactElement {
  return (
    <dl className={styles.pairs}>
      {pairs.map(
        (pair) =>
          pair && (
            <div key={pair[0]}>
              <dt>{pair[0]}</dt>
              <dd>{pair[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
