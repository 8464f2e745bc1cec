// What the embed script asks before it draws the button, as a module: a page whose CSP lets the script in lets this in, too.
import type { Request, RequestHandler } from 'express';
import { embedSettings, embedSettingsQuery } from '../../protocol/widget-settings';
import { parse } from '../http/parse';

export interface WidgetSettingsDeps {
  /** Settings of an open web channel. */
  channelSettings(channelKey: string): Promise<Record<string, unknown> | undefined>;
  /** A page of this origin, another one than this server's, loads the channel's widget. */
  seen(channelKey: string, origin: string): void;
}

/** To be mounted at /widget/settings.js. A channel that is not there has none: the frame says so when it is opened. */
export function createWidgetSettings({ channelSettings, seen }: WidgetSettingsDeps): RequestHandler {
  return async (request, response) => {
    const { channelKey } = parse(embedSettingsQuery, request.query);
    const origin = otherOrigin(request);
    if (origin !== undefined) seen(channelKey, origin);
    const shown = embedSettings.safeParse((await channelSettings(channelKey)) ?? {});
    response
      .set('Cache-Control', 'public, max-age=60')
      .set('Access-Control-Allow-Origin', '*')
      .type('text/javascript')
      .send(`export default ${JSON.stringify(shown.data ?? {})};`);
  };
}

/** Of the page that asks; undefined where it is one of this server, as the demo page is, or says nothing of itself. */
function otherOrigin({ headers }: Request): string | undefined {
  const said = headers.origin ?? headers.referer ?? '';
  if (!/^https?:/.test(said) || !URL.canParse(said)) return undefined;
  const { origin, host } = new URL(said);
  return host === headers.host || origin.length > longestOrigin ? undefined : origin;
}

const longestOrigin = 300;
