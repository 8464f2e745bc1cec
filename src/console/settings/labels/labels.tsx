// Labels: those that are described here, and those that somebody wrote on a conversation.
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Label } from '../../../protocol/labels';
import { LabelChip } from '../../inbox/label-chip';
import { Explained } from '../../ui/explained';
import { Listing, More } from '../../ui/page-frame';
import { Way } from '../../ui/way';
import { plural, t } from '../../i18n/translate';
import { usePages } from '../../data/use-pages';
import { LabelDialog } from './label-dialog';
import { MergeDialog } from './merge-dialog';
import { RemoveDialog } from './remove-dialog';

type Doing = { what: 'change' | 'merge' | 'remove'; label: Label } | { what: 'new' };

export default function Labels({ mayWrite }: { mayWrite: boolean }) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const pages = usePages<Label>('labels', { q: q || undefined });
  const isEmpty = typed === '' && q === '' && pages.known && pages.items.length === 0;
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <>
      <Explained word={t('New label')} onNew={mayWrite && (() => setDoing({ what: 'new' }))}>
        {t(
          'What conversations are sorted by. Whoever writes a new one on a conversation makes it; here it gets a colour and a meaning.',
        )}
      </Explained>
      {!isEmpty && (
        <TextInput
          mb={12}
          maw={320}
          maxLength={50}
          aria-label={t('Find a label')}
          placeholder={t('Find a label')}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      <Listing pages={pages} empty={q ? t('No label has this in its name.') : t('No label yet.')}>
        {pages.items.map((label) => (
          <li key={label.name}>
            <About label={label} />
            {mayWrite && !label.changing && <Ways label={label} onDo={(what) => setDoing({ what, label })} />}
          </li>
        ))}
      </Listing>
      <More pages={pages} />
      {doing?.what === 'new' && <LabelDialog onClose={close} />}
      {doing?.what === 'change' && <LabelDialog label={doing.label} onClose={close} />}
      {doing?.what === 'merge' && <MergeDialog label={doing.label} onClose={close} />}
      {doing?.what === 'remove' && <RemoveDialog label={doing.label} onClose={close} />}
    </>
  );
}

function About({ label: { name, description, conversations, changing } }: { label: Label }) {
  const count = plural(conversations, { one: '1 conversation', other: '{count} conversations' });
  return (
    <span className="main">
      <LabelChip name={name} />{' '}
      <Link className="quiet" to={`/search?${new URLSearchParams({ label: name }).toString()}`}>
        {count}
      </Link>
      <br />
      <span className="quiet">
        {changing ? <Changing becomes={changing.becomes} /> : <bdi>{description || t('No description')}</bdi>}
      </span>
    </span>
  );
}

function Changing({ becomes }: { becomes: string | null }) {
  return (
    <span role="status">
      {becomes === null
        ? t('It is being removed from its conversations.')
        : t('Its conversations are becoming “{label}”.', { label: becomes })}
    </span>
  );
}

interface WaysProps {
  label: Label;
  onDo: (what: 'change' | 'merge' | 'remove') => void;
}

function Ways({ label: { name }, onDo }: WaysProps) {
  const ways = [
    ['change', t('Change'), t('Change {name}', { name })],
    ['merge', t('Merge'), t('Merge {name} into another label', { name })],
    ['remove', t('Remove'), t('Remove {name}', { name })],
  ] as const;
  return (
    <span className="ways">
      {ways.map(([what, word, whole]) => (
        <Way key={what} word={word} label={whole} onClick={() => onDo(what)} />
      ))}
    </span>
  );
}
