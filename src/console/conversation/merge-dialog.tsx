import { Button, Loader, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { short } from '../text/time';
import { t } from '../i18n/translate';
import { shownAs, useMergeable, type Mergeable } from './use-mergeable';
import { useMerging } from './use-merging';

/** Two conversations of one customer that are about one thing become one. */
export default function MergeDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { items, isPending, error } = useMergeable(session, true);
  const merge = useMerging(session);
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const choice = items.find(({ other }) => other.id === chosen);

  async function run(choice: Mergeable) {
    setBusy(true);
    try {
      await merge(choice);
      onClose();
    } catch (failure) {
      setFailed(sentence(failure));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Merge')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without merging') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (choice) void run(choice);
        }}
      >
        {isPending && <Loader size="sm" aria-label={t('Loading')} />}
        {!isPending && items.length === 0 && !error && (
          <p>{t('This customer has no other conversation on this channel.')}</p>
        )}
        {items.length > 0 && <Choices items={items} chosen={chosen} onChoose={setChosen} />}
        {(failed || error) && <p role="alert">{failed || sentence(error)}</p>}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!choice}>
            {t('Merge')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  items: readonly Mergeable[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Choices({ items, chosen, onChoose }: ChoicesProps) {
  const now = useNow(60_000);
  return (
    <Radio.Group
      label={t('With which conversation?')}
      description={t('What the customer writes to either arrives in the one that goes on.')}
      value={chosen}
      onChange={onChoose}
    >
      <div className="choices">
        {items.map(({ other, goesThere }) => (
          <Radio
            key={other.id}
            value={other.id}
            label={<span dir="auto">{shownAs(other) || t('No message')}</span>}
            description={[
              other.status === 'closed' ? t('Closed|one conversation') : t('Open|one conversation'),
              short(other.lastMessageAt, now),
              goesThere ? t('This one goes on there') : t('It comes into this one'),
            ].join(' · ')}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
