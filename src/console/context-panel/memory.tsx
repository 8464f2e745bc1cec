// What is remembered of the customer: from which message, corrected and forgotten here.
import { ActionIcon, Button, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import type { Memory, MemoryList } from '../../protocol/memory';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { languageName } from '../text/language-name';
import { ago, dateShort, whole } from '../text/time';
import '../styles/memory.css';
import { factName, t } from '../i18n/translate';

/** Shown before anybody asks for more. */
const few = 5;

export default function MemoryPane({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const [all, setAll] = useState(false);
  const path = `customers/${customerId}/memory`;
  const known = useQuery({
    queryKey: ['customer', customerId, 'memory'],
    queryFn: () => http.get<MemoryList>(path),
    staleTime: 15_000,
  });
  const { act, trouble } = useActing(customerId);
  const items = known.data?.items ?? [];
  return (
    <section aria-label={t('Remembered')}>
      <h2>{t('Remembered')}</h2>
      {known.isError && <p role="alert">{sentence(known.error)}</p>}
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {known.isSuccess && items.length === 0 && <p className="quiet">{t('Nothing.')}</p>}
      <ul className="memories">
        {items.slice(0, all ? undefined : few).map((memory) => (
          <Entry
            key={memory.key}
            memory={memory}
            onCorrect={(text) => act(() => http.patch(`${path}/${encodeURIComponent(memory.key)}`, { text }))}
            onForget={() => act(() => http.remove(`${path}/${encodeURIComponent(memory.key)}`))}
          />
        ))}
      </ul>
      <div className="memory-foot">
        {items.length > few && !all && (
          <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>
            {t('Show all {count}', { count: items.length })}
          </Button>
        )}
        {items.length > 1 && (
          <Button size="compact-sm" variant="default" onClick={() => void act(() => http.remove(path))}>
            {t('Forget all')}
          </Button>
        )}
      </div>
      {known.isSuccess && (
        <Switch
          size="xs"
          label={t('No AI on this customer’s data')}
          description={t(
            'No model reads what they write: answers are your articles’ own words, or a person. Nothing is remembered, and nothing is learned from their conversations.',
          )}
          checked={!known.data.remembers}
          onChange={({ currentTarget: { checked } }) =>
            void act(() => http.patch(path, { remembers: !checked }))
          }
        />
      )}
    </section>
  );
}

/** Says what went wrong; `act` resolves with true when nothing did. */
function useActing(customerId: string) {
  const cache = useQueryClient();
  const [trouble, setTrouble] = useState<string>();
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    setTrouble(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setTrouble(sentence(error));
      return false;
    } finally {
      await cache.invalidateQueries({ queryKey: ['customer', customerId] });
    }
  }
  return { act, trouble };
}

interface EntryProps {
  memory: Memory;
  onCorrect(text: string): Promise<boolean>;
  onForget(): Promise<boolean>;
}

function Entry({ memory, onCorrect, onForget }: EntryProps) {
  const now = useNow(60_000);
  const [draft, setDraft] = useState<string>();
  const { kind, createdAt, sessionId, saidBy, corrected, expiresAt } = memory;
  const text = kind === 'language' ? nameOf(memory.text) : memory.text;
  const from = corrected
    ? t('corrected by your team')
    : saidBy === 'agent'
      ? t('said by an agent')
      : t('said');

  async function save(event: FormEvent) {
    event.preventDefault();
    if (draft?.trim() && (await onCorrect(draft.trim()))) setDraft(undefined);
  }

  if (draft !== undefined)
    return <Correction {...{ kind, draft, onDraft: setDraft }} onSave={(event) => void save(event)} />;
  return (
    <li>
      <span className="memory-said">
        <span className="quiet memory-kind">{factName(kind)}</span> <span dir="auto">{text}</span>
        <span className="quiet memory-when">
          {`${from} `}
          {sessionId === undefined ? (
            <time dateTime={createdAt}>{ago(createdAt, now)}</time>
          ) : (
            <Link className="link" to={`/inbox/${sessionId}?tab=all`} title={whole(createdAt)}>
              <time dateTime={createdAt}>{ago(createdAt, now)}</time>
            </Link>
          )}
        </span>
        <span className="quiet memory-when" title={expiresAt && whole(expiresAt)}>
          {sureness(memory)}
          {expiresAt && ` · ${t('forgotten by {day}', { day: dateShort(expiresAt) })}`}
        </span>
      </span>
      <ActionIcon
        variant="subtle"
        aria-label={t('Correct: {kind} {text}', { kind: factName(kind), text })}
        onClick={() => setDraft(text)}
      >
        <Icon name="pencil" size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={t('Forget: {kind} {text}', { kind: factName(kind), text })}
        onClick={() => void onForget()}
      >
        <Icon name="close" size={14} />
      </ActionIcon>
    </li>
  );
}

/** A person knows; what was heard is the less sure the longer it was not said or needed. */
function sureness({ corrected, strength, type }: Memory): string {
  if (corrected) return t('Sure: your team says so');
  if (type === 'short_term') return t('Of this conversation only');
  return strength >= 0.75
    ? t('Sure: heard lately')
    : strength >= 0.4
      ? t('Rather sure')
      : t('Fading: ask again');
}

/** Kept as a code where nobody corrected it. */
const nameOf = (text: string) => (/^[a-z]{2}$/.test(text) ? languageName(text) : text);

interface CorrectionProps {
  kind: string;
  draft: string;
  onDraft: (draft: string | undefined) => void;
  onSave: (event: FormEvent) => void;
}

function Correction({ kind, draft, onDraft, onSave }: CorrectionProps) {
  return (
    <li>
      <form onSubmit={onSave} className="memory-edit">
        <TextInput
          aria-label={t('Correct: {kind}', { kind: factName(kind) })}
          maxLength={200}
          value={draft}
          onChange={(event) => onDraft(event.currentTarget.value)}
        />
        <Button size="compact-sm" type="submit">
          {t('Save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onDraft(undefined)}>
          {t('Cancel')}
        </Button>
      </form>
    </li>
  );
}
