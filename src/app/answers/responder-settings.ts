import { aiSettings, answersSettings } from '../../protocol/answers';
import type { Parts } from '../parts';

export async function responderSettings({ read }: Parts['settingsReader'], organizationId: string) {
  const [ai, answers] = await Promise.all([
    read(organizationId, 'ai', aiSettings),
    read(organizationId, 'answers', answersSettings),
  ]);
  return { ...(ai ?? aiSettings.parse({})), ...(answers ?? answersSettings.parse({})) };
}
