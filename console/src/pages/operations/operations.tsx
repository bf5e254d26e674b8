import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegistry } from '../../api/queries.ts';
import type { OperationEntry } from '../../api/wire.ts';
import { useFormat } from '../../i18n/format.ts';
import { RiskMark } from '../../operation/risk-mark.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Filters, Page, PageHead, Section } from '../../parts/section.tsx';
import styles from './operations.module.css';

function capabilityOf({ name }: OperationEntry): string {
  return name.split('.')[0] ?? name;
}

function matches({ name, summary }: OperationEntry, wanted: string): boolean {
  const haystack = `${name} ${summary.ja} ${summary.en}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function Row({ operation }: { operation: OperationEntry }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, summary, risk, role } = operation;
  return (
    <li className={styles.row}>
      <div>
        <Link to="/operations/$operation" params={{ operation: name }}>
          {format.text(summary)}
        </Link>
        <div>
          <code>{name}</code>
        </div>
      </div>
      <RiskMark risk={risk} />
      <span className={styles.role}>{t(`role.${role}`)}</span>
    </li>
  );
}

function Groups({ operations }: { operations: OperationEntry[] }): ReactElement {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const titles = useRegistry().data?.capabilities ?? [];
  const titleOf = (capability: string) => {
    const known = titles.find(({ name }) => name === capability)?.title;
    if (known) return format.text(known);
    return i18n.exists(`capability.${capability}`) ? t(`capability.${capability as 'jobs'}`) : capability;
  };
  const groups = Object.entries(Object.groupBy(operations, capabilityOf));
  return (
    <div className={styles.columns}>
      {groups.map(([capability, members = []]) => (
        <Section key={capability} title={titleOf(capability)}>
          <ul>
            {members.map((operation) => (
              <Row key={operation.name} operation={operation} />
            ))}
          </ul>
        </Section>
      ))}
    </div>
  );
}

export function OperationsPage(): ReactElement {
  const { t } = useTranslation();
  const registry = useRegistry();
  const [wanted, setWanted] = useState('');
  return (
    <Page>
      <PageHead title={t('operations.title')} />
      <Filters>
        <TextInput
          w={320}
          aria-label={t('operations.search')}
          placeholder={t('operations.search')}
          leftSection={<Icon name="search" size={14} />}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </Filters>
      <Loaded query={registry}>
        {({ operations }) => {
          const found = operations.filter((operation) => matches(operation, wanted));
          return found.length === 0 ? (
            <Empty command="./toban --help">{t('operations.none')}</Empty>
          ) : (
            <Groups operations={found} />
          );
        }}
      </Loaded>
    </Page>
  );
}
