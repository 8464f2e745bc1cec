// /docs: Swagger UI as static files, with a page and an initializer of our own, so that the CSP needs no inline script.
import { dirname } from 'node:path';
import express, { type Express } from 'express';
import type { ApiDescription } from './openapi';
import { socketPage } from './socket-docs';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Parley API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/initializer.js"></script>
  </body>
</html>
`;

const initializer = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

export function mountDocs(app: Express, description: () => ApiDescription): void {
  let text: string | undefined;
  app.get('/openapi.json', (_request, response) => {
    text ??= JSON.stringify(description());
    response.set('Cache-Control', 'no-cache').type('application/json').send(text);
  });
  app.get(['/docs', '/docs/'], (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('html').send(page);
  });
  let sockets: string | undefined;
  app.get('/docs/sockets', (_request, response) => {
    sockets ??= socketPage();
    response.set('Cache-Control', 'no-cache').type('html').send(sockets);
  });
  app.get('/docs/initializer.js', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('text/javascript').send(initializer);
  });
  const folder = express.static(dirname(require.resolve('swagger-ui-dist/package.json')), {
    index: false,
    maxAge: '1d',
  });
  for (const file of files)
    app.get(`/docs/${file}`, (request, response, next) => {
      request.url = `/${file}`;
      folder(request, response, next);
    });
}
