// Automation rules: the list, and what is open of it.
import { Button, Menu, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rule } from '../../../protocol/automation-rules';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { Icon } from '../../icons';
import { DeleteButton } from '../../ui/delete-button';
import '../../styles/rules.css';
import { ago } from '../../text/time';
import { useBegun } from '../../ui/use-begun';
import { Listing } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { Moves } from '../../ui/moves';
import { Way } from '../../ui/way';
import { givenRule, RuleEditor } from './rule-editor';
import { RuleLog } from './rule-log';
import { ruleTemplates, type RuleTemplate } from './rule-templates';
import { ruleSentence } from './rule-words';
import { useNames, type Named } from './use-names';
import { plural, t } from '../../i18n/translate';

type Open = { what: 'editor'; rule: Rule | undefined } | { what: 'log'; rule: Rule };

export default function Rules({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Rule>('automation-rules');
  const named = useNames();
  const [open, setOpen] = useState<Open | null>(null);
  const [closed, setClosed] = useState(false);
  const close = () => {
    setOpen(null);
    setClosed(true);
  };
  useBegun(() => mayWrite && !open && setOpen({ what: 'editor', rule: undefined }));
  if (open?.what === 'editor') return <RuleEditor rule={open.rule} named={named} onClose={close} />;
  if (open) return <RuleLog rule={open.rule} onClose={close} />;
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          {t(
            'What is done by itself when something happens in a conversation. Rules that wait for the same run in this order.',
          )}
        </p>
        {mayWrite && (
          <>
            <Templates taken={pages.items.map(({ name }) => name)} />
            <Button
              autoFocus={closed}
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => setOpen({ what: 'editor', rule: undefined })}
            >
              {t('New rule')}
            </Button>
          </>
        )}
      </div>
      <Listing pages={pages} empty={t('No rule yet. Begin with a template, or with a new one.')}>
        {pages.items.map((rule, index) => (
          <li key={rule.id} className="rule-item">
            <RuleLine rule={rule} named={named} />
            <Ways {...{ rule, index, mayWrite, count: pages.items.length }} onOpen={setOpen} />
          </li>
        ))}
      </Listing>
    </>
  );
}

function useChange() {
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const change = (work: () => Promise<unknown>) =>
    act(async () => {
      await work();
      await queries.invalidateQueries({ queryKey: ['automation-rules'] });
    });
  return [busy, change] as const;
}

/** Added switched off: what writes to customers is looked at first. */
function Templates({ taken }: { taken: readonly string[] }) {
  const { http } = useConsole();
  const [busy, change] = useChange();
  const add = ({ rules }: RuleTemplate) =>
    change(async () => {
      for (const rule of rules.filter(({ name }) => !taken.includes(name)))
        await http.post('automation-rules', rule);
    });
  return (
    <Menu position="bottom-end" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" loading={busy}>
          {t('Templates')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('Added switched off, to be looked at first')}</Menu.Label>
        {ruleTemplates.map((template) => (
          <Menu.Item key={template.title} onClick={() => add(template)}>
            {template.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function RuleLine({ rule, named }: { rule: Rule; named: Named }) {
  const { name, runs, lastRunAt } = rule;
  const now = useNow(60_000);
  const ran = plural(runs, { one: 'Ran once in 30 days', other: 'Ran {count} times in 30 days' });
  return (
    <span className="main">
      <strong dir="auto">{name}</strong>
      <br />
      <span dir="auto">{ruleSentence(rule, named.names)}</span>
      <br />
      <span className="quiet">
        {rule.isActive ? '' : `${t('Switched off')} · `}
        {lastRunAt ? t('{ran}, last {time}', { ran, time: ago(lastRunAt, now) }) : t('Has not run yet')}
      </span>
    </span>
  );
}

interface WaysProps {
  rule: Rule;
  index: number;
  count: number;
  mayWrite: boolean;
  onOpen: (open: Open) => void;
}

function Ways({ rule, index, count, mayWrite, onOpen }: WaysProps) {
  const { http } = useConsole();
  const [busy, change] = useChange();
  const path = `automation-rules/${rule.id}`;
  const { name } = rule;
  const log = (
    <Way word={t('Log')} label={t('Log of {name}', { name })} onClick={() => onOpen({ what: 'log', rule })} />
  );
  if (!mayWrite) return <span className="ways">{log}</span>;
  return (
    <span className="ways">
      <Switch
        aria-label={t('{name} is switched on', { name })}
        checked={rule.isActive}
        disabled={busy}
        onChange={({ currentTarget: { checked } }) =>
          change(() => http.put(path, { ...givenRule(rule), isActive: checked }))
        }
      />
      <Moves
        what={name}
        index={index}
        count={count}
        onMove={(position) => change(() => http.put(`${path}/position`, { position }))}
      />
      {log}
      <Way
        word={t('Change')}
        label={t('Change {name}', { name })}
        onClick={() => onOpen({ what: 'editor', rule })}
      />
      <DeleteButton name={name} busy={busy} onDelete={() => change(() => http.remove(path))} />
    </span>
  );
}
