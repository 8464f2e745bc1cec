// What has become more than it was: with its conversations, who sees to it, and what became of it.
import { Button, Modal, Select, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Insight, InsightChange } from '../../protocol/insights';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { useAgents } from '../macros/use-agents';
import { Listing, More, PageFrame } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { ConversationLines } from './conversation-lines';
import { insightDays, insightSentence } from './insight-words';
import { t } from '../i18n/translate';

const explained = t(
  'Each night the last seven days (UTC) are compared with the four weeks before: all conversations, those of a label or a language, those that an article answered, and those that none did. What is here is at least half as much again, and more than chance and the growth of all conversations explain. Under ten conversations nothing is said.',
);

export default function Insights() {
  const [old, setOld] = useState(false);
  const pages = usePages<Insight>('insights', { open: old ? 'false' : 'true' });
  const [shown, setShown] = useState<Insight>();
  return (
    <PageFrame
      title={t('Insights')}
      beside={
        <Button component={Link} to="/analytics" variant="default">
          {t('Analytics')}
        </Button>
      }
    >
      <p className="quiet pad">{explained}</p>
      <div className="toolbar">
        <Switch
          label={t('Show what is done or dismissed')}
          checked={old}
          onChange={({ currentTarget: { checked } }) => setOld(checked)}
        />
      </div>
      <Listing
        pages={pages}
        empty={old ? t('Nothing is done or dismissed yet.') : t('Nothing has become more beyond chance.')}
      >
        {pages.items.map((insight) => (
          <Line key={insight.id} insight={insight} onShow={() => setShown(insight)} />
        ))}
      </Listing>
      <More pages={pages} />
      {shown && <Evidence insight={shown} onClose={() => setShown(undefined)} />}
    </PageFrame>
  );
}

const stateWords: Record<Insight['state'], string> = {
  new: t('New|of an insight'),
  reviewed: t('Reviewed'),
  done: t('Done|of an insight'),
  dismissed: t('Dismissed'),
};
const states = (['new', 'reviewed', 'done', 'dismissed'] as const).map((value) => ({
  value,
  label: stateWords[value],
}));

function Line({ insight, onShow }: { insight: Insight; onShow: () => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const { agents } = useAgents();
  const sentence = insightSentence(insight);
  const change = (body: InsightChange) =>
    act(async () => {
      await http.patch(`insights/${insight.id}`, body);
      await queries.invalidateQueries({ queryKey: ['insights'] });
    });
  return (
    <li>
      <span className="main">
        <button type="button" className="link" dir="auto" onClick={onShow}>
          {sentence}
        </button>
        <br />
        <span className="quiet">
          {insightDays(insight)}
          {insight.changedBy &&
            ` · ${t('{state}, says {name}', { state: stateWords[insight.state], name: insight.changedBy })}`}
        </span>
      </span>
      <Select
        w={180}
        clearable
        searchable
        aria-label={t('Who sees to it: {sentence}', { sentence })}
        placeholder={t('Nobody sees to it')}
        disabled={busy}
        data={agents.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={insight.agentId ?? null}
        onChange={(agentId) => change({ agentId })}
      />
      <Select
        w={130}
        allowDeselect={false}
        aria-label={t('What became of it: {sentence}', { sentence })}
        disabled={busy}
        data={states}
        value={insight.state}
        onChange={(state) => state && change({ state })}
      />
    </li>
  );
}

function Evidence({ insight, onClose }: { insight: Insight; onClose: () => void }) {
  const pages = usePages<Session>(`insights/${insight.id}/sessions`);
  const shown = pages.items.length;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={insightSentence(insight)}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <ConversationLines pages={pages} empty={t('None of its conversations is left.')} />
      {shown > 0 && insight.count > shown && (
        <p className="quiet pad">{t('{shown} of {count}, the newest.', { shown, count: insight.count })}</p>
      )}
    </Modal>
  );
}
