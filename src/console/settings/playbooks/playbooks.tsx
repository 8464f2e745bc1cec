// Playbooks: what they are, where they are offered, and how they are kept.
import { useState } from 'react';
import type { Playbook } from '../../../protocol/playbooks';
import { Explained } from '../../ui/explained';
import '../../styles/playbooks.css';
import '../../styles/rules.css';
import { useBegun } from '../../ui/use-begun';
import { Listing } from '../../ui/page-frame';
import { Way } from '../../ui/way';
import { Ways } from '../ways';
import { usePages } from '../../data/use-pages';
import { PlaybookDialog } from './playbook-dialog';
import { whenWords } from './playbook-form';
import { PlaybookFigures } from './playbook-figures';
import { t } from '../../i18n/translate';

type Open = { what: 'new' } | { what: 'change' | 'figures'; playbook: Playbook };

export default function Playbooks({ mayShare }: { mayShare: boolean }) {
  const pages = usePages<Playbook>('playbooks');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  useBegun(() => mayShare && !open && setOpen({ what: 'new' }));
  return (
    <>
      <Explained word={t('New playbook')} onNew={mayShare && (() => setOpen({ what: 'new' }))}>
        {t(
          'The steps that a case of a kind should take. They stand beside the conversation, to be ticked or skipped with a reason; customers never see them.',
        )}
      </Explained>
      <Listing pages={pages} empty={t('No playbook yet.')}>
        {pages.items.map((playbook) => (
          <li key={playbook.id} className="rule-item">
            <About playbook={playbook} />
            {mayShare && (
              <Ways
                name={playbook.name}
                list="playbooks"
                id={playbook.id}
                onChange={() => setOpen({ what: 'change', playbook })}
              >
                <Way
                  word={t('Figures')}
                  label={t('Figures of {name}', { name: playbook.name })}
                  onClick={() => setOpen({ what: 'figures', playbook })}
                />
              </Ways>
            )}
          </li>
        ))}
      </Listing>
      {open?.what === 'figures' && <PlaybookFigures playbook={open.playbook} onClose={close} />}
      {open && open.what !== 'figures' && (
        <PlaybookDialog playbook={open.what === 'new' ? undefined : open.playbook} onClose={close} />
      )}
    </>
  );
}

function About({ playbook: { name, steps, when, isActive } }: { playbook: Playbook }) {
  return (
    <span className="main">
      <strong dir="auto">{name}</strong>
      <br />
      <span dir="auto">{steps.map(({ text }) => text).join(' · ')}</span>
      <br />
      <span className="quiet" dir="auto">
        {isActive ? whenWords(when) : t('Switched off')}
      </span>
    </span>
  );
}
