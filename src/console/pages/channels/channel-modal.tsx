// The frame of a channel's form: it stays open until somebody says so, and shows what is left to do once it is saved.
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../../words/words';

interface Props {
  title: string;
  /** Closing loses nothing any more. */
  isSaved: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function ChannelModal({ title, isSaved, onClose, children }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': isSaved ? t('Close') : t('Close without saving') }}
    >
      {children}
    </Modal>
  );
}
