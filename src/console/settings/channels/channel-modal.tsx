// The frame of a channel's form: it stays open until somebody says so, and shows what is left to do once it is saved.
import { Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Channel } from '../../../protocol/model/channel';
import { t } from '../../i18n/translate';

export interface Saved {
  channel: Channel;
  /** While it is known: once the dialog is closed, nobody can read it any more. */
  secret: string;
}

interface Props {
  title: string;
  form: (onSaved: (saved: Saved) => void) => ReactNode;
  /** What its title says once it is saved. */
  titleAfter: string;
  after: (saved: Saved) => ReactNode;
  onClose: () => void;
}

export function ChannelModal({ title, form, titleAfter, after, onClose }: Props) {
  const [saved, setSaved] = useState<Saved | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={saved ? titleAfter : title}
      closeButtonProps={{ 'aria-label': saved ? t('Close') : t('Close without saving') }}
    >
      {saved ? after(saved) : form(setSaved)}
    </Modal>
  );
}
