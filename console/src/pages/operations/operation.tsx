import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRegistry } from '../../api/queries.ts';
import type { OperationEntry } from '../../api/wire.ts';
import { NotFound } from '../../app/not-found.tsx';
import { useFormat } from '../../i18n/format.ts';
import { OperationFlow } from '../../operation/operation-flow.tsx';
import { RiskMark } from '../../operation/risk-mark.tsx';
import { Command, Loaded } from '../../parts/message.tsx';
import { Page, PageHead, Sheet } from '../../parts/section.tsx';
import styles from './operations.module.css';

function commandOf({ name, positionals, input }: OperationEntry): string {
  const words = positionals.map((word) =>
    input.required?.includes(word) ? word.toUpperCase() : `[${word.toUpperCase()}]`,
  );
  return ['./toban', ...name.split('.'), ...words].join(' ');
}

function Form({ operation }: { operation: OperationEntry }): ReactElement {
  const format = useFormat();
  return (
    <Page>
      <PageHead
        title={format.text(operation.summary)}
        beside={
          <span className={styles.beside}>
            <code className="quiet">{operation.name}</code>
            <RiskMark risk={operation.risk} />
          </span>
        }
      />
      <Command line={commandOf(operation)} />
      <div className={styles.narrow}>
        <Sheet>
          <div className={styles.form}>
            <OperationFlow key={operation.name} operation={operation} withForm />
          </div>
        </Sheet>
      </div>
    </Page>
  );
}

export function OperationPage(): ReactElement {
  const { operation: name } = useParams({ from: '/operations/$operation' });
  const registry = useRegistry();
  return (
    <Loaded query={registry}>
      {({ operations }) => {
        const operation = operations.find((one) => one.name === name);
        return operation ? <Form operation={operation} /> : <NotFound />;
      }}
    </Loaded>
  );
}
