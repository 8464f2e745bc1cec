// What the embed script asks before it draws the button, as a module: a page whose CSP lets the script in lets this in, too.
import type { RequestHandler } from 'express';
import { embedSettings, embedSettingsQuery } from '../protocol/widget-settings';
import { parse } from './parse';

export interface WidgetSettingsDeps {
  /** Settings of an open web channel. */
  channelSettings(channelKey: string): Promise<Record<string, unknown> | undefined>;
}

/** To be mounted at /widget/settings.js. A channel that is not there has none: the frame says so when it is opened. */
export function createWidgetSettings({ channelSettings }: WidgetSettingsDeps): RequestHandler {
  return async (request, response) => {
    const { channelKey } = parse(embedSettingsQuery, request.query);
    const shown = embedSettings.safeParse((await channelSettings(channelKey)) ?? {});
    response
      .set('Cache-Control', 'public, max-age=60')
      .set('Access-Control-Allow-Origin', '*')
      .type('text/javascript')
      .send(`export default ${JSON.stringify(shown.data ?? {})};`);
  };
}
