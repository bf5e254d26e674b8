import { createContext, lazy, Suspense, use, useCallback, useState, type ReactElement, type ReactNode } from 'react';
import { useRegistry } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Loading } from '../parts/message.tsx';
import type { FlowOptions } from './operation-flow.tsx';

const OperationFlow = lazy(async () => ({ default: (await import('./operation-flow.tsx')).OperationFlow }));

export interface Asked extends FlowOptions {
  operation: string;
  title?: string;
}

type Ask = (asked: Asked) => void;
const AskContext = createContext<Ask>(() => undefined);

/** Opens the dialog of any operation, from anywhere. */
export function useAsk(): Ask {
  return use(AskContext);
}

/** Holds the one dialog in which operations are filled in, confirmed and followed. */
export function AskProvider({ children }: { children: ReactNode }): ReactElement {
  const format = useFormat();
  const registry = useRegistry().data;
  const [asked, setAsked] = useState<Asked & { open: boolean; count: number }>();
  const ask = useCallback<Ask>(
    (next) => setAsked((old) => ({ ...next, open: true, count: (old?.count ?? 0) + 1 })),
    [],
  );
  const close = () => setAsked((old) => old && { ...old, open: false });
  const operation = registry?.operations.find(({ name }) => name === asked?.operation);
  const { operation: _, title, open, count, ...options } = asked ?? { operation: '', open: false, count: 0 };
  return (
    <AskContext value={ask}>
      {children}
      <Dialog
        open={open && operation !== undefined}
        onClose={close}
        size={620}
        title={title ?? format.text(operation?.summary)}
      >
        <Suspense fallback={<Loading />}>
          {operation && <OperationFlow key={count} operation={operation} onClose={close} {...options} />}
        </Suspense>
      </Dialog>
    </AskContext>
  );
}
