// Notes about the customer, in no conversation.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { z } from 'zod';
import type { CustomerNote, customerNoteList } from '../../protocol/customer-notes';
import { useConsole } from '../context';
import { Text } from '../conversation/text';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { useNotesRead } from '../mentions/use-notes-read';
import { DeleteButton } from '../ui/delete-button';
import { More } from '../ui/page-frame';
import { short, whole } from '../text/time';
import { NoteForm, type WrittenNote } from './note-form';
import '../styles/customer-notes.css';
import { t } from '../i18n/translate';

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
  useNotesRead(notes.map(({ id }) => id));
  const wanted = useWanted(pages, notes);
  return (
    <section aria-label={t('Notes about the customer')}>
      <h2>{t('Notes about the customer')}</h2>
      {pages.isError && <p role="alert">{sentence(pages.error)}</p>}
      <NoteForm
        busy={busy}
        onSave={(written) => act(() => http.post(`customers/${customerId}/notes`, written))}
      />
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      <ul className="customer-notes">
        {notes.map((note) => (
          <Note key={note.id} note={note} isWanted={note.id === wanted} busy={busy} act={act} />
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

/** The note that the address names: older ones are fetched until it is there. */
function useWanted(
  { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage }: UseInfiniteQueryResult,
  notes: readonly CustomerNote[],
): string | undefined {
  const wanted = new URLSearchParams(useLocation().search).get('note') ?? undefined;
  const isMissing = wanted !== undefined && notes.length > 0 && notes.every(({ id }) => id !== wanted);
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [isMissing, hasNextPage, isFetching, isFetchNextPageError]);
  return wanted;
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

interface NoteProps {
  note: CustomerNote;
  /** Somebody came to see this one. */
  isWanted: boolean;
  busy: boolean;
  act: Act;
}

function Note({ note, isWanted, busy, act }: NoteProps) {
  const { http, user } = useConsole();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isWanted) place.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  const now = useNow(60_000);
  const [changing, setChanging] = useState(false);
  const path = `customers/${note.customerId}/notes/${note.id}`;
  const { author, createdAt, updatedAt } = note;
  async function change(written: WrittenNote): Promise<boolean> {
    const isDone = await act(() => http.patch(path, written));
    if (isDone) setChanging(false);
    return isDone;
  }
  if (changing)
    return (
      <li>
        <NoteForm
          text={note.text}
          called={note.mentions}
          busy={busy}
          onSave={change}
          onCancel={() => setChanging(false)}
        />
      </li>
    );
  return (
    <li ref={place} {...(isWanted && { 'aria-current': true })}>
      <p className="customer-note-text">
        <Text names={note.mentions.map(({ name }) => name)}>{note.text}</Text>
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
