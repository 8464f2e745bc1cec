// The conversations behind a figure.
import { Modal } from '@mantine/core';
import type { Session } from '../../protocol/model/session';
import { More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { ConversationLines } from './conversation-lines';
import type { Asked, Open } from './use-asked';
import { t } from '../i18n/translate';

interface Props {
  asked: Asked;
  open: Open;
  onClose: () => void;
}

export default function Behind({ asked, open, onClose }: Props) {
  const query = Object.fromEntries(
    Object.entries({ ...asked, ...open.query }).map(([name, value]) => [name, String(value)]),
  );
  const pages = usePages<Session>(open.path ?? 'analytics/sessions', query);
  return (
    <Modal
      opened
      onClose={onClose}
      title={open.title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <ConversationLines pages={pages} empty={t('There is no conversation behind this.')} />
      <More pages={pages} />
    </Modal>
  );
}
