// A note about a customer is written: `@` calls a colleague, as in the notes of a conversation.
import { Button, Textarea } from '@mantine/core';
import { lazy, Suspense, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { longestCustomerNote, type CustomerNote } from '../../protocol/customer-notes';
import { usePicker } from '../conversation/picker/use-picker';
import { SignButton } from '../conversation/sign-button';
import { mentionsIn } from '../data/mentions';
import { useAgents } from '../macros/use-agents';
import { composes } from '../ui/use-key';
import { t } from '../i18n/translate';

const ColleagueList = lazy(() => import('../conversation/picker/colleague-list'));

export interface WrittenNote {
  text: string;
  /** Unset while nobody knows who answers customers: a note that is changed calls whom it called. */
  mentions?: string[];
}

interface Props {
  text?: string;
  /** By the names that they had. */
  called?: CustomerNote['mentions'];
  busy: boolean;
  onSave(written: WrittenNote): Promise<boolean>;
  onCancel?(): void;
}

/** What is written stays until it is saved. */
export function NoteForm({ text = '', called = [], busy, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  const isBegun = draft !== '' || onCancel !== undefined;
  const { agents, known } = useAgents(isBegun);
  const composing = { surface: 'note', text: draft, write: setDraft } as const;
  const picker = usePicker(composing, field);
  async function save(event: FormEvent) {
    event.preventDefault();
    const words = draft.trim();
    const before = called.map(({ agentId: id, name: displayName }) => ({ id, displayName }));
    const mentions = [...new Set(mentionsIn(words, [...agents, ...before]))];
    if (await onSave({ text: words, ...(known && { mentions }) })) setDraft('');
  }
  function keys(event: KeyboardEvent) {
    if (!composes(event.nativeEvent)) picker.keys(event);
  }
  return (
    <form className="customer-note-form" onSubmit={(event) => void save(event)}>
      <Suspense>{picker.asked && <ColleagueList picker={picker} />}</Suspense>
      <Textarea
        ref={field}
        size="xs"
        aria-label={t('A note about the customer')}
        placeholder={t('Write a note, @ calls a colleague…')}
        aria-autocomplete="list"
        aria-activedescendant={picker.active}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={longestCustomerNote}
        dir="auto"
        value={draft}
        onChange={({ currentTarget }) => {
          setDraft(currentTarget.value);
          picker.look(currentTarget.selectionStart);
        }}
        onSelect={({ currentTarget }) => picker.look(currentTarget.selectionStart)}
        onKeyDown={keys}
        onBlur={() => picker.look(-1)}
      />
      {isBegun && (
        <>
          <p className="quiet">
            {t('Your team reads it. It is in the copy of their data that a customer may ask for.')}
          </p>
          <div className="customer-note-ways">
            <Button type="submit" size="compact-sm" loading={busy} disabled={draft.trim() === ''}>
              {t('Save')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onCancel ?? (() => setDraft(''))}>
              {t('Cancel')}
            </Button>
            <SignButton composing={composing} picker={picker} field={field} />
          </div>
        </>
      )}
    </form>
  );
}
