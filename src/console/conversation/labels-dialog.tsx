import { Button, Modal, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useLabelsLike } from '../data/use-labels';
import { t } from '../words/words';

export default function LabelsDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const [typed, setTyped] = useState('');
  const [offers, setOffers] = useState(false);
  const known = useLabelsLike(typed).map(({ name }) => name);
  const [labels, setLabels] = useState(session.labels);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  /** Labels are offered while one is typed: else they would lie over the buttons. */
  function type(next: string) {
    setTyped(next);
    setOffers(next !== '');
  }

  async function save() {
    setBusy(true);
    try {
      await inbox.update(session.id, { labels });
      onClose();
    } catch (failure) {
      setError(sentence(failure));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Labels')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <TagsInput
        data-autofocus
        label={t('Labels of this conversation')}
        description={t('Enter adds one.')}
        value={labels}
        data={known}
        searchValue={typed}
        onSearchChange={type}
        onChange={setLabels}
        openOnFocus={false}
        dropdownOpened={offers}
        onDropdownOpen={() => setOffers(true)}
        onDropdownClose={() => setOffers(false)}
        error={error}
        maxTags={20}
      />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          {t('Save')}
        </Button>
      </div>
    </Modal>
  );
}
