import { Button, Modal, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';

export default function LabelsDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const [labels, setLabels] = useState(session.labels);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

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
      title="Labels"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <TagsInput
        data-autofocus
        label="Labels of this conversation"
        description="Enter adds one."
        value={labels}
        onChange={setLabels}
        error={error}
        maxTags={20}
      />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </Modal>
  );
}
