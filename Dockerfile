FROM node:22.21-slim AS build
WORKDIR /parley
COPY package.json package-lock.json ./
COPY scripts/bootstrap.mjs scripts/
# As `npm start` does it, so that the build below finds it done.
RUN node scripts/bootstrap.mjs --install
COPY . .
RUN node scripts/bootstrap.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22.21-slim
WORKDIR /parley
ENV NODE_ENV=production
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules ./node_modules
COPY --from=build /parley/dist ./dist
COPY --from=build /parley/public ./public
COPY --from=build /parley/models ./models
RUN mkdir /parley/data && chown node /parley/data
USER node
EXPOSE 3000
# The only place that is written to, besides /tmp: the rest may be mounted read-only.
VOLUME /parley/data
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
