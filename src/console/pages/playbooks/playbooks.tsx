// Playbooks: what they are, where they are offered, and how they are kept.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Playbook } from '../../../protocol/playbooks';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import { DeleteButton } from '../../ui/delete-button';
import '../../styles/playbooks.css';
import '../../styles/rules.css';
import { useBegun } from '../../ui/use-begun';
import { Listing } from '../../ui/page-frame';
import { usePages } from '../use-pages';
import { PlaybookDialog } from './playbook-dialog';
import { whenWords } from './playbook-form';
import { PlaybookFigures } from './playbook-figures';
import { t } from '../../words/words';

type Open = { what: 'new' } | { what: 'change' | 'figures'; playbook: Playbook };

export default function Playbooks({ mayShare }: { mayShare: boolean }) {
  const pages = usePages<Playbook>('playbooks');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  useBegun(() => mayShare && !open && setOpen({ what: 'new' }));
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          {t(
            'The steps that a case of a kind should take. They stand beside the conversation, to be ticked or skipped with a reason; customers never see them.',
          )}
        </p>
        {mayShare && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen({ what: 'new' })}>
            {t('New playbook')}
          </Button>
        )}
      </div>
      <Listing pages={pages} empty={t('No playbook yet.')}>
        {pages.items.map((playbook) => (
          <li key={playbook.id} className="rule-item">
            <About playbook={playbook} />
            {mayShare && <Ways playbook={playbook} onOpen={setOpen} />}
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

function Ways({ playbook, onOpen }: { playbook: Playbook; onOpen: (open: Open) => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const remove = () =>
    act(async () => {
      await http.remove(`playbooks/${playbook.id}`);
      await queries.invalidateQueries({ queryKey: ['playbooks'] });
    });
  return (
    <span className="rule-ways">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('Figures of {name}', { name: playbook.name })}
        onClick={() => onOpen({ what: 'figures', playbook })}
      >
        {t('Figures')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('Change {name}', { name: playbook.name })}
        onClick={() => onOpen({ what: 'change', playbook })}
      >
        {t('Change')}
      </Button>
      <DeleteButton name={playbook.name} busy={busy} onDelete={remove} />
    </span>
  );
}
