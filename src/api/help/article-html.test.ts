import { articleHtml } from './article-html';

it('makes a page that is not much longer than its article, however wide or long its tables are', () => {
  const wide = `|${'a|'.repeat(2_500)}\n|${'-|'.repeat(2_500)}\n`;
  const article = wide + '|x|\n'.repeat(1_000);
  expect(articleHtml(article).join('').length).toBeLessThan(article.length * 10);
});
