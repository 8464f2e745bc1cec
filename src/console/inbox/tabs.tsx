import { useNavigate } from 'react-router';
import { useInbox } from '../context';
import { walking } from '../conversation/use-reply-focus';
import { isNew, type InboxState } from '../data/inbox-state';
import type { Counts, PlainTab, Tab } from '../data/session-list';
import { numeral, plural, t } from '../i18n/translate';

const tabWords: Record<PlainTab, string> = {
  mine: t('Mine'),
  waiting: t('Waiting'),
  ai: t('AI|tab'),
  snoozed: t('Later'),
  all: t('Open|conversations'),
  closed: t('Closed'),
};

interface Props {
  /** undefined while the search shows what it found. */
  current: Tab | undefined;
  selected: string | undefined;
  onLeave: () => void;
}

export function Tabs({ current, selected, onLeave }: Props) {
  const navigate = useNavigate();
  const counts = useInbox((state) => state.counts);
  const fresh = useInbox((state) => countNew(state, selected));
  return (
    <nav className="tabs" aria-label={t('Which conversations')}>
      {(Object.keys(tabWords) as PlainTab[]).map((name) => {
        const given = name === 'mine' ? fresh : 0;
        return (
          <button
            key={name}
            type="button"
            className="tab"
            aria-current={name === current ? 'page' : undefined}
            onClick={() => {
              onLeave();
              void navigate(`${selected ? `/inbox/${selected}` : '/inbox'}?tab=${name}`, walking);
            }}
          >
            <span>{tabWords[name]}</span>
            <span
              className={given > 0 ? 'tab-count fresh' : 'tab-count'}
              title={wholeCount(countOf(counts, name))}
              translate="no"
            >
              <span>{shortCount(countOf(counts, name))}</span>
              {given > 0 && (
                <span className="hidden">
                  {plural(given, { one: ', {count} new', other: ', {count} new' })}
                </span>
              )}
            </span>
          </button>
        );
      })}
    </nav>
  );
}

function countNew(state: InboxState, selected: string | undefined): number {
  return Object.keys(state.given).filter((id) => id !== selected && isNew(state, id)).length;
}

function countOf(counts: Counts | undefined, tab: PlainTab): number | undefined {
  if (!counts) return undefined;
  const { mine, waiting, active, snoozed, open, closed } = counts;
  return { mine, waiting, ai: active, snoozed, all: open, closed }[tab];
}

const wholeCount = (value: number | undefined) => (value === undefined ? undefined : numeral(value));

function shortCount(value: number | undefined): string {
  if (value === undefined) return '';
  return value > 999 ? `${Math.floor(value / 1000)}k` : String(value);
}
