// The widget's own routes, as the description shows them; widget.ts serves them.
import {
  widgetHelp,
  widgetHelpArticle,
  widgetHelpArticleQuery,
  widgetHelpQuery,
} from '../../protocol/help-centre';
import { idParam } from '../../protocol/lists';
import {
  listWidgetMessages,
  listWidgetSessions,
  openedWidget,
  openWidget,
  sendWidgetMessage,
  sentWidgetMessage,
  uploadedAttachment,
  widgetMessages,
  widgetSessions,
} from '../../protocol/widget';
import { maxFileBytes } from '../../files/limits';
import type { Route } from '../http/route';

export type Described = Omit<Route, 'handle' | 'guard'> & { guard: Route['guard'] | 'visitor' };

export const widgetRoutes: readonly Described[] = [
  {
    name: 'widget.open',
    method: 'post',
    path: 'widget/sessions',
    guard: 'public',
    summary:
      'Begin or resume as a customer: the handshake of the /customer namespace. Without a visitorToken or an identity each call makes a customer, whatever its Idempotency-Key.',
    body: openWidget,
    response: openedWidget,
  },
  {
    name: 'widget.sessions',
    method: 'get',
    path: 'widget/sessions',
    guard: 'visitor',
    summary:
      "The visitor's conversations on this channel, newest first. The open one from before the sign-in, first of all, has another customerId.",
    query: listWidgetSessions,
    response: widgetSessions,
  },
  {
    name: 'widget.logout',
    method: 'post',
    path: 'widget/logout',
    guard: 'visitor',
    summary: 'End the visitor token and whatever is open with it.',
    status: 204,
  },
  {
    name: 'widget.messages',
    method: 'get',
    path: 'widget/messages',
    guard: 'visitor',
    summary: 'Everything of one conversation (the current one) after a number, in order; at most 200.',
    query: listWidgetMessages,
    response: widgetMessages,
  },
  {
    name: 'widget.send',
    method: 'post',
    path: 'widget/messages',
    guard: 'visitor',
    summary: 'Write as the customer. The same clientMessageId is one message.',
    body: sendWidgetMessage,
    response: sentWidgetMessage,
    status: 201,
  },
  {
    name: 'widget.help',
    method: 'get',
    path: 'widget/help',
    guard: 'public',
    summary:
      'Articles that everybody may read, of the organization that has the channel; with q, best first.',
    query: widgetHelpQuery,
    response: widgetHelp,
  },
  {
    name: 'widget.help-article',
    method: 'get',
    path: 'widget/help/:id',
    guard: 'public',
    summary: 'One of them, with its text.',
    params: idParam,
    query: widgetHelpArticleQuery,
    response: widgetHelpArticle,
  },
  {
    name: 'widget.upload',
    method: 'post',
    path: 'widget/attachments',
    guard: 'visitor',
    summary: 'Upload a file of at most 10 MB, to be sent by its id, once, within a day.',
    upload: { maxBytes: maxFileBytes },
    response: uploadedAttachment,
    status: 201,
  },
];
