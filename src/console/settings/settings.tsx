// A list of sections beside the one that is open; on a phone the list, then the section.
import { Suspense, useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useConsole } from '../context';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { Waiting } from '../ui/page-frame';
import { groupsFor, mayOf, type Section } from './sections';
import '../styles/page-back.css';
import '../styles/settings.css';
import { t } from '../i18n/translate';

const linkTo = (key: string) => `/settings?section=${key}`;

export default function Settings() {
  const { user } = useConsole();
  const [search] = useSearchParams();
  const narrow = useMedia('(max-width: 767px)');
  const groups = groupsFor(user.role);
  const sections = groups.flatMap((group) => group.sections);
  const asked = sections.find(({ key }) => key === search.get('section'));
  const shown = asked ?? (narrow ? undefined : sections[0]);
  return (
    <main className="page">
      <div className="page-inner settings">
        <header className="page-head">
          {narrow && asked && (
            <Link className="page-back" to="/settings" aria-label={t('All settings')}>
              <Icon name="back" />
            </Link>
          )}
          <h1>{t('Settings')}</h1>
        </header>
        {!(narrow && asked) && <SectionList groups={groups} shown={shown?.key} />}
        {shown && <OpenSection key={shown.key} section={shown} narrow={narrow} />}
      </div>
    </main>
  );
}

function SectionList({ groups, shown }: { groups: ReturnType<typeof groupsFor>; shown: string | undefined }) {
  return (
    <nav className="settings-list" aria-label={t('Settings')}>
      {groups.map(({ name, sections }) => (
        <div key={name} role="group" aria-label={name}>
          <p className="settings-group" aria-hidden>
            {name}
          </p>
          <ul>
            {sections.map(({ key, label }) => (
              <li key={key}>
                <Link to={linkTo(key)} aria-current={key === shown ? 'page' : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function OpenSection({ section: { label, body }, narrow }: { section: Section; narrow: boolean }) {
  const { user } = useConsole();
  const title = useRef<HTMLHeadingElement>(null);
  // The link that was pressed is gone with the list: reading goes on here.
  useEffect(() => {
    if (narrow) title.current?.focus();
    title.current?.closest('.page')?.scrollTo({ top: 0 });
  }, [narrow]);
  return (
    <div className="settings-open">
      <h2 ref={title} tabIndex={-1}>
        {label}
      </h2>
      <Suspense fallback={<Waiting />}>{body(mayOf(user.role))}</Suspense>
    </div>
  );
}
