import { Drawer, Modal } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  open: boolean;
  title: ReactNode;
  size?: number;
  onClose(): void;
  children: ReactNode;
}

/** Mantine's header element stands outside the page's main part and would count as a second banner. */
const attributes = { header: { role: 'presentation' } };

export function Dialog({ open, title, size, onClose, children }: Props): ReactElement {
  const { t } = useTranslation();
  const close = { 'aria-label': t('parts.close') };
  return (
    <Modal opened={open} onClose={onClose} title={title} size={size} closeButtonProps={close} attributes={attributes}>
      {children}
    </Modal>
  );
}

export function SidePanel({ open, title, size, onClose, children }: Props): ReactElement {
  const { t } = useTranslation();
  const close = { 'aria-label': t('parts.close') };
  return (
    <Drawer opened={open} onClose={onClose} title={title} size={size} closeButtonProps={close} attributes={attributes}>
      {children}
    </Drawer>
  );
}
