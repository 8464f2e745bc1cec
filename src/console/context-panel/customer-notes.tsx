// Notes about the customer, in no conversation.
import { Button, Textarea } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { longestCustomerNote, type CustomerNote, type customerNoteList } from '../../protocol/customer-notes';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { DeleteButton } from '../ui/delete-button';
import { More } from '../ui/page-frame';
import { short, whole } from '../text/time';
import '../styles/customer-notes.css';
import { t } from '../words/words';

type Notes = z.infer<typeof customerNoteList>;

export default function CustomerNotes({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const pages = useInfiniteQuery({
    queryKey: ['customer', customerId, 'notes'],
    queryFn: ({ pageParam }) =>
      http.get<Notes>(`customers/${customerId}/notes`, { limit: 10, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 60_000,
  });
  const { act, busy, trouble } = useActing(customerId);
  const notes = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-label={t('Notes about the customer')}>
      <h2>{t('Notes about the customer')}</h2>
      {pages.isError && <p role="alert">{sentence(pages.error)}</p>}
      <Writing
        busy={busy}
        onSave={(text) => act(() => http.post(`customers/${customerId}/notes`, { text }))}
      />
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      <ul className="customer-notes">
        {notes.map((note) => (
          <Note key={note.id} note={note} busy={busy} act={act} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <More
          pages={{
            hasMore: true,
            loadingMore: pages.isFetchingNextPage,
            more: () => void pages.fetchNextPage(),
          }}
        />
      )}
    </section>
  );
}

type Act = (work: () => Promise<unknown>) => Promise<boolean>;

/** Says what went wrong; `act` resolves with true when nothing did. */
function useActing(customerId: string): { act: Act; busy: boolean; trouble: string | undefined } {
  const cache = useQueryClient();
  const [state, setState] = useState<{ busy: boolean; trouble?: string }>({ busy: false });
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    setState({ busy: true });
    try {
      await work();
      setState({ busy: false });
      return true;
    } catch (error) {
      setState({ busy: false, trouble: sentence(error) });
      return false;
    } finally {
      void cache.invalidateQueries({ queryKey: ['customer', customerId, 'notes'] });
      void cache.invalidateQueries({ queryKey: ['timeline', customerId] });
    }
  }
  return { act, busy: state.busy, trouble: state.trouble };
}

interface WritingProps {
  text?: string;
  busy: boolean;
  onSave(text: string): Promise<boolean>;
  onCancel?(): void;
}

/** What is written stays until it is saved. */
function Writing({ text = '', busy, onSave, onCancel }: WritingProps) {
  const [draft, setDraft] = useState(text);
  async function save(event: FormEvent) {
    event.preventDefault();
    if (await onSave(draft.trim())) setDraft('');
  }
  return (
    <form className="customer-note-form" onSubmit={(event) => void save(event)}>
      <Textarea
        size="xs"
        aria-label={t('A note about the customer')}
        placeholder={t('Write a note…')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={longestCustomerNote}
        dir="auto"
        value={draft}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      />
      {(draft !== '' || onCancel) && (
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
          </div>
        </>
      )}
    </form>
  );
}

function Note({ note, busy, act }: { note: CustomerNote; busy: boolean; act: Act }) {
  const { http, user } = useConsole();
  const now = useNow(60_000);
  const [changing, setChanging] = useState(false);
  const path = `customers/${note.customerId}/notes/${note.id}`;
  const { author, createdAt, updatedAt } = note;
  async function change(text: string): Promise<boolean> {
    const isDone = await act(() => http.patch(path, { text }));
    if (isDone) setChanging(false);
    return isDone;
  }
  if (changing)
    return (
      <li>
        <Writing text={note.text} busy={busy} onSave={change} onCancel={() => setChanging(false)} />
      </li>
    );
  return (
    <li>
      <p className="customer-note-text">
        <bdi>{note.text}</bdi>
      </p>
      <p className="quiet customer-note-by">
        <bdi>{author.name}</bdi>
        {' · '}
        <time dateTime={createdAt} title={whole(createdAt)}>
          {short(createdAt, now)}
        </time>
        {updatedAt !== createdAt && <span title={whole(updatedAt)}>{` · ${t('changed|note')}`}</span>}
      </p>
      {(user.role === 'admin' || author.id === user.id) && (
        <div className="customer-note-ways">
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('Change…')}
          </Button>
          <DeleteButton busy={busy} onDelete={() => void act(() => http.remove(path))} />
        </div>
      )}
    </li>
  );
}
