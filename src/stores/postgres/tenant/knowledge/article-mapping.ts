// What an article's row says, as the API has it.
import type { Article as ArticleData } from '../../../../protocol/knowledge';
import type { Article } from '../../entities';
import { isSample } from './sample-articles';

export function toArticle(row: Article): ArticleData {
  return {
    id: row.id,
    ...(row.externalId !== null && { externalId: row.externalId }),
    ...(isSample(row) && { isSample: true }),
    title: row.title,
    content: row.content,
    ...(row.category !== null && { category: row.category }),
    tags: row.tags ?? [],
    questions: row.questions,
    audience: row.audience as ArticleData['audience'],
    ...(row.language !== null && { language: row.language }),
    ...(row.url !== null && { url: row.url }),
    version: row.version,
    ...(row.savedBy !== null && { savedBy: row.savedBy }),
    ...(row.pageGoneAt !== null && { pageGoneAt: row.pageGoneAt.toISOString() }),
    embeddingStatus: row.embeddingStatus as ArticleData['embeddingStatus'],
    ...(row.embeddingError !== null && { embeddingError: row.embeddingError }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
