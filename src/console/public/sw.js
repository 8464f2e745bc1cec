// The console's service worker: it shows what is pushed, and leads from there to the conversation. It keeps nothing, so that
// a page is never older than its server, and no conversation stays on a device; where the server cannot be reached, it says so.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(begin()));

// A page is asked for while the worker starts: it makes nobody wait.
async function begin() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request, preloadResponse } = event;
  if (request.mode === 'navigate' && request.method === 'GET')
    event.respondWith(page(request, preloadResponse));
});

async function page(request, preloaded) {
  try {
    const answer = (await preloaded) ?? (await fetch(request));
    // What stands before the server says that there is none.
    return [502, 503, 504].includes(answer.status) ? noConnection() : answer;
  } catch {
    return noConnection();
  }
}

const noConnection = () =>
  new Response(unreachable, {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
    },
  });

/** In the languages of the console: what is the matter, what is safe, and what to press. */
const words = {
  en: [
    'No connection',
    'The server cannot be reached. Replies and notes that you began are kept on this device, and this page comes back by itself.',
    'Try again',
  ],
  de: [
    'Keine Verbindung',
    'Der Server ist nicht zu erreichen. Begonnene Antworten und Notizen sind auf diesem Gerät aufgehoben, und diese Seite kommt von selbst wieder.',
    'Noch einmal versuchen',
  ],
  es: [
    'Sin conexión',
    'No se puede acceder al servidor. Las respuestas y notas que ha empezado se guardan en este dispositivo y esta página vuelve por sí sola.',
    'Reintentar',
  ],
  fr: [
    'Pas de connexion',
    'Le serveur est injoignable. Les réponses et notes commencées sont conservées sur cet appareil, et cette page revient d’elle-même.',
    'Réessayer',
  ],
  pt: [
    'Sem conexão',
    'Não é possível acessar o servidor. As respostas e notas que você começou ficam guardadas neste dispositivo, e esta página volta sozinha.',
    'Tentar de novo',
  ],
  ar: [
    'لا يوجد اتصال',
    'تعذّر الوصول إلى الخادم. الردود والملاحظات التي بدأتها محفوظة على هذا الجهاز، وستعود هذه الصفحة من تلقاء نفسها.',
    'إعادة المحاولة',
  ],
};

const unreachable = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
  main { max-width: 26rem; padding: 24px; text-align: center; }
  button { min-height: 44px; padding: 0 20px; font: inherit; }
</style>
<main><h1></h1><p role="status"></p><button></button></main>
<script>
  const words = ${JSON.stringify(words)};
  const kept = () => { try { return localStorage.getItem('parley.language'); } catch { return null; } };
  const wanted = [kept() ?? '', ...navigator.languages].map((one) => one.slice(0, 2));
  const language = wanted.find((one) => one in words) ?? 'en';
  const [title, about, again] = words[language];
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = title;
  document.querySelector('h1').textContent = title;
  document.querySelector('p').textContent = about;
  document.querySelector('button').textContent = again;
  const looking = setInterval(() => fetch('/healthz').then(({ ok }) => ok && back(), () => undefined), 5000);
  // Once: what is slow to come is not asked for anew.
  const back = () => {
    clearInterval(looking);
    location.reload();
  };
  document.querySelector('button').onclick = back;
  addEventListener('online', back);
</script>
</html>`;

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
