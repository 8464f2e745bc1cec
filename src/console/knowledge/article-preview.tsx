import { Text } from '../conversation/text';
import '../styles/articles.css';
import { t } from '../i18n/translate';

/** As readers will see it, whether it is saved or not. */
export function ArticlePreview({ title, content }: { title: string; content: string }) {
  if (!title.trim() && !content.trim()) return <p className="quiet">{t('There is nothing to show yet.')}</p>;
  return (
    <article className="preview" aria-label={t('Preview')}>
      <h2 dir="auto">{title}</h2>
      <Text formatted>{content}</Text>
    </article>
  );
}
