// The console's service worker: it shows what is pushed, and leads from there to the conversation. It answers no request
// and keeps nothing, so that a page is never older than its server, and no conversation stays on a device.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const { title = 'Parley', body, sessionId, tag, url } = event.data?.json() ?? {};
  event.waitUntil(
    windows().then((open) => {
      // Whoever looks at the conversation sees it there; of several, whoever looks at the console.
      const place = sessionId === undefined ? '/console/' : `/console/inbox/${sessionId}`;
      if (open.some((one) => one.visibilityState === 'visible' && isAt(one, place))) return;
      const shown = { body, tag, data: { url }, icon: 'icons/icon-192.png', renotify: tag !== undefined };
      return self.registration.showNotification(title, shown);
    }),
  );
});

// The push service has moved this browser. What cannot be seen to here the console does when it is opened next.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url = '/console/' } = event.notification.data ?? {};
  event.waitUntil(open(url));
});

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });
const placeOf = ({ url }) => new URL(url).pathname;
const isAt = (one, place) => (place.endsWith('/') ? placeOf(one).startsWith(place) : placeOf(one) === place);

/** The cookie of the login goes along by itself, and is all that a worker has. */
async function renew({ newSubscription, oldSubscription }) {
  const options = oldSubscription?.options;
  const subscription =
    newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/api/v1/auth/push/renewal', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
  });
}

/** In a console that is open, without loading it again: what was begun there stays. */
async function open(url) {
  const consoles = (await windows()).filter((one) => placeOf(one).startsWith('/console'));
  for (const one of consoles) {
    if (!(await takes(one, url))) continue;
    await one.focus().catch(() => undefined);
    return;
  }
  await self.clients.openWindow(url);
}

/** Whether a page goes there: one that is not signed in does not answer. */
function takes(client, url) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    setTimeout(resolve, 1_000, false);
    client.postMessage({ open: url }, [port2]);
  });
}
