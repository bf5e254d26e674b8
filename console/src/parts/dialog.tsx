import { lazy, Suspense, useRef, type ReactElement, type ReactNode } from 'react';

interface Props {
  open: boolean;
  title: ReactNode;
  size?: number;
  onClose(): void;
  children: ReactNode;
}

const load = () => import('./overlay.tsx');
const LateDialog = lazy(async () => ({ default: (await load()).DialogOverlay }));
const LatePanel = lazy(async () => ({ default: (await load()).PanelOverlay }));

/** What opens over a page is fetched when it is first opened, or earlier by this. */
export const preloadDialogs: () => Promise<unknown> = load;

function useOpened(open: boolean): boolean {
  const opened = useRef(false);
  opened.current ||= open;
  return opened.current;
}

export function Dialog(props: Props): ReactElement | null {
  if (!useOpened(props.open)) return null;
  return (
    <Suspense>
      <LateDialog {...props} />
    </Suspense>
  );
}

export function SidePanel(props: Props): ReactElement | null {
  if (!useOpened(props.open)) return null;
  return (
    <Suspense>
      <LatePanel {...props} />
    </Suspense>
  );
}

export type { Props as DialogProps };
