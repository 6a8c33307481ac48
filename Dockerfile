# The steps of `npm start` in production: install, build the client, run. No embedded database: give DATABASE_URL.
FROM node:24-slim
WORKDIR /app

# The dependencies are a layer of their own: they change less often than the code.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY server/package.json server/
COPY client/package.json client/
COPY bench/package.json bench/
COPY scripts/bootstrap.mjs scripts/
RUN node scripts/bootstrap.mjs && npm cache clean --force

COPY . .
RUN npm run build:client && mkdir /data && chown node:node /data

ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 4000
# No npm and no shell in between, so that SIGTERM reaches the server and it can drain.
CMD ["node", "--heap-growing-percent=100", "--no-parallel-scavenge", "--import", "@oxc-node/core/register", "server/src/main.ts"]
