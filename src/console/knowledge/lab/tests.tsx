import { ActionIcon, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerTest } from '../../../protocol/answer-tests';
import type { Article } from '../../../protocol/knowledge';
import type { Page } from '../../data/http';
import { useConsole } from '../../context';
import { Icon } from '../../icons';
import { useSaving } from '../../ui/form';
import { Listing, More } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { Candidates } from './candidates';
import { NewTest } from './new-test';
import { listed, t } from '../../i18n/translate';

export const testsKey = 'answers/tests';

/** The questions that runs ask. */
export function Tests() {
  const pages = usePages<AnswerTest>(testsKey);
  const titles = useTitles();
  const [adding, setAdding] = useState<'typed' | 'taken'>();
  return (
    <section>
      <div className="lab-head">
        <h2>{t('Questions')}</h2>
        <div className="lab-buttons">
          <Button variant="default" onClick={() => setAdding('taken')}>
            {t('From conversations')}
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding('typed')}>
            {t('New question')}
          </Button>
        </div>
      </div>
      <Listing
        pages={pages}
        empty={t('No question yet. Add what customers ask, or take it from conversations that were closed.')}
      >
        {pages.items.map((test) => (
          <Test key={test.id} test={test} titles={titles} />
        ))}
      </Listing>
      <More pages={pages} />
      {adding === 'typed' && <NewTest titles={titles} onClose={() => setAdding(undefined)} />}
      {adding === 'taken' && <Candidates onClose={() => setAdding(undefined)} />}
    </section>
  );
}

type Titles = ReadonlyMap<string, string>;

/** Of the articles, by id: as many as one page holds. */
function useTitles(): Titles {
  const { http } = useConsole();
  const articles = useQuery({
    queryKey: ['knowledge/articles', 'titles'],
    queryFn: () => http.get<Page<Article>>('knowledge/articles', { limit: 200 }),
  });
  return new Map(articles.data?.items.map(({ id, title }) => [id, title]));
}

function Test({ test, titles }: { test: AnswerTest; titles: Titles }) {
  const { http } = useConsole();
  const save = useSaving(testsKey, []);
  const { id, question, history, articleIds, facts, mustHandOver } = test;
  const expected = mustHandOver
    ? t('A person must answer')
    : listed([
        ...articleIds.map((one) => titles.get(one) ?? t('an article')),
        ...facts.map((fact) => `“${fact}”`),
      ]);
  return (
    <li>
      <div className="main">
        {history.map((one, i) => (
          <p key={i} dir="auto" className="quiet">
            {one}
          </p>
        ))}
        <p dir="auto" className="lab-question">
          {question}
        </p>
        <p className="quiet">
          <Icon name={mustHandOver ? 'person' : 'book'} size={13} /> <bdi>{expected}</bdi>
        </p>
        {save.errors.rest && <p className="quiet failed">{save.errors.rest}</p>}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={save.busy}
        aria-label={t('Remove “{question}”', { question })}
        onClick={() => save.run(() => http.remove(`${testsKey}/${id}`))}
      >
        <Icon name="close" size={14} />
      </ActionIcon>
    </li>
  );
}
