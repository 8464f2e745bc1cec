FROM node:22-slim AS build
WORKDIR /parley
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/bootstrap.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22-slim
WORKDIR /parley
ENV NODE_ENV=production
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules ./node_modules
COPY --from=build /parley/dist ./dist
COPY --from=build /parley/public ./public
RUN mkdir /parley/data && chown node /parley/data
USER node
EXPOSE 3000
CMD ["node", "dist/main.js"]
