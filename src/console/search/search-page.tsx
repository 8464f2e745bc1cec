// Messages, notes, files and customers by their words. The address holds what is looked for.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useNavigationType, useSearchParams } from 'react-router';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { More, PageFrame, Trouble, Waiting } from '../ui/page-frame';
import { composes, useKey } from '../ui/use-key';
import '../styles/search.css';
import { addressOf, askedOf, isNarrowed, widened, type Asked, type Change } from './address';
import { Companies, FewCompanies } from './companies';
import { FewPeople, People } from './people';
import { keyOf, Place } from './place';
import { Filters, Kinds } from './search-filters';
import { usePlaces } from './use-places';
import { plural, t } from '../i18n/translate';

export default function SearchPage() {
  const [params, setParams] = useSearchParams();
  const asked = askedOf(params);
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const set = (change: Change) => setParams(addressOf(asked, change));
  const [words, setWords] = useWords(asked.q, (q) =>
    // The first words are a step that going back takes back; each letter after them is none.
    setParams(addressOf(asked, { q }), { replace: asked.q !== '' || q === '' }),
  );
  useKey('/', () => field.current?.focus());
  return (
    <PageFrame title={t('Search')}>
      <div ref={box} onKeyDown={(event) => walk(event, box, field)}>
        <TextInput
          ref={field}
          autoFocus
          size="md"
          aria-label={t('Search messages, notes, files and customers')}
          placeholder={t('Search messages, notes, files and customers')}
          leftSection={<Icon name="search" />}
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Kinds asked={asked} set={set} />
        {asked.kind !== 'customer' && asked.kind !== 'company' && (
          <Filters asked={asked} set={set} onWiden={() => setParams(addressOf(widened(asked), {}))} />
        )}
        <Results asked={asked} set={set} onWiden={() => setParams(addressOf(widened(asked), {}))} />
      </div>
    </PageFrame>
  );
}

/** What is being typed, and the address some time after. Going back brings back the words of then. */
function useWords(q: string, onSettled: (q: string) => void) {
  const [words, setWords] = useState(q);
  const [settled] = useDebouncedValue(words.trim(), 250);
  const cameBack = useNavigationType() === 'POP';
  useEffect(() => {
    if (settled !== q && settled === words.trim()) onSettled(settled);
  }, [settled]);
  useEffect(() => {
    if (cameBack && q !== words.trim()) setWords(q);
  }, [q, cameBack]);
  return [words, setWords] as const;
}

interface ResultsProps {
  asked: Asked;
  set: (change: Change) => void;
  onWiden: () => void;
}

function Results({ asked, set, onWiden }: ResultsProps) {
  const { q, kind } = asked;
  if (q === '')
    return (
      <p className="quiet search-hint">
        {t(
          'All words have to stand in one place; the beginning of a word will do. Arrow keys walk through what is found, Enter opens it.',
        )}
      </p>
    );
  if (kind === 'customer') return <People q={q} />;
  if (kind === 'company') return <Companies q={q} />;
  return (
    <>
      {kind === 'all' && <FewPeople q={q} onAll={() => set({ kind: 'customer' })} />}
      {kind === 'all' && <FewCompanies q={q} onAll={() => set({ kind: 'company' })} />}
      <Places asked={asked} onWiden={onWiden} />
    </>
  );
}

function Places({ asked, onWiden }: Omit<ResultsProps, 'set'>) {
  const found = usePlaces(asked);
  const now = useNow(60_000);
  if (found.error) return <Trouble error={found.error} onRetry={found.retry} />;
  if (found.pending) return <Waiting />;
  return (
    <section aria-label={t('Conversations and notes')} aria-busy={found.stale}>
      <p className="quiet search-count" role="status">
        {countWords(found, asked)}
      </p>
      {found.items.length === 0 && isNarrowed(asked) && (
        <Button variant="default" onClick={onWiden}>
          {t('Search without filters')}
        </Button>
      )}
      {found.items.length > 0 && (
        <ul className={found.stale ? 'cards places stale' : 'cards places'}>
          {found.items.map((place) => (
            <Place key={keyOf(place)} place={place} now={now} />
          ))}
        </ul>
      )}
      <More pages={found} />
    </section>
  );
}

function countWords({ items, total, newestOnly }: ReturnType<typeof usePlaces>, { q, kind }: Asked): string {
  if (newestOnly)
    return items.length === 0
      ? t(
          'Nothing among the newest messages: many have these words. Days further back are looked into when you name them.',
        )
      : t(
          'Found among the newest messages: many have these words. Days further back are looked into when you name them.',
        );
  // People and companies that fit stand above.
  if (items.length === 0 && kind === 'all')
    return t('Nothing found for “{q}” in conversations and notes.', { q });
  if (items.length === 0) return t('Nothing found for “{q}”.', { q });
  return plural(total ?? 0, { one: '1 result', other: '{count} results' });
}

/** Up and down go through what was found, and from the first one back into the field. */
function walk(
  event: KeyboardEvent,
  box: RefObject<HTMLDivElement | null>,
  field: RefObject<HTMLInputElement | null>,
): void {
  if (composes(event.nativeEvent)) return;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const links = [...box.current!.querySelectorAll<HTMLElement>('[data-place]')];
  const at = links.indexOf(event.target as HTMLElement);
  if (step === 0 || (at < 0 && event.target !== field.current)) return;
  event.preventDefault();
  if (at === 0 && step < 0) return field.current?.focus();
  links[Math.max(0, at + step)]?.focus();
}
