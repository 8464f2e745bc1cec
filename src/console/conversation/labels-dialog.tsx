import { Button, Modal, TagsInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useLabelsLike } from '../data/use-labels';
import { t } from '../i18n/translate';

const mostLabels = 20;

const isAmong = (labels: readonly string[], typed: string) =>
  labels.some((one) => one.toLocaleLowerCase() === typed.toLocaleLowerCase());

/** What is offered for what was typed, and which label it means: the first that begins so, else a new one. */
function offered(typed: string, known: readonly string[]) {
  const begins = known.filter((one) => one.toLocaleLowerCase().startsWith(typed.toLocaleLowerCase()));
  const others = known.filter((one) => !begins.includes(one));
  const asNew = { value: typed, label: t('Create “{label}”', { label: typed }) };
  const isNew = typed !== '' && !isAmong(known, typed);
  const data = [...begins, ...(isNew && begins.length === 0 ? [asNew] : []), ...others];
  return { data: isNew && begins.length > 0 ? [...data, asNew] : data, meant: begins[0] ?? typed };
}

/** What is typed, and what becomes of it. */
function useLabelField(before: string[]) {
  const [typed, setTyped] = useState('');
  const [offers, setOffers] = useState(false);
  const [labels, setLabels] = useState(before);
  const known = useLabelsLike(typed).map(({ name }) => name);
  const { data, meant } = offered(
    typed.trim(),
    known.filter((name) => !labels.includes(name)),
  );
  /** Labels are offered while one is typed: else they would lie over the buttons. */
  function type(next: string) {
    setTyped(next);
    setOffers(next !== '');
  }

  function add(label: string) {
    const isThere = typed.trim() === '' || isAmong(labels, label) || isAmong(labels, typed.trim());
    if (!isThere && labels.length < mostLabels) setLabels([...labels, label]);
    type('');
  }
  const addMeant = () => add(meant);
  /** Who leaves the field has chosen nothing: what was typed is a label, the one that is there where it is the same. */
  const addTyped = () => add(known.find((one) => isAmong([one], typed.trim())) ?? typed.trim());

  /** What was gone to by the arrows is chosen by the list itself. */
  function onKeyDown(event: KeyboardEvent) {
    const ends = event.key === ',' || (event.key === 'Enter' && !isOptionSelected());
    if (!ends || !typed.trim() || event.nativeEvent.isComposing) return;
    event.preventDefault();
    addMeant();
  }

  return { typed, type, offers, setOffers, labels, setLabels, data, addTyped, onKeyDown };
}

export default function LabelsDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const field = useLabelField(session.labels);
  const { labels } = field;
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
      title={t('Labels')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <TagsInput
        data-autofocus
        label={t('Labels of this conversation')}
        description={t('Enter adds one.')}
        value={labels}
        data={field.data}
        filter={({ options }) => options}
        searchValue={field.typed}
        onSearchChange={field.type}
        onChange={field.setLabels}
        onKeyDown={field.onKeyDown}
        onBlur={field.addTyped}
        acceptValueOnBlur={false}
        openOnFocus={false}
        dropdownOpened={field.offers}
        onDropdownOpen={() => field.setOffers(true)}
        onDropdownClose={() => field.setOffers(false)}
        error={error}
        maxTags={mostLabels}
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

const isOptionSelected = () => document.querySelector('[role="option"][data-combobox-selected]') !== null;
