# The policy backend: docs/deployment.md says what to set.
#   docker build -t policy-backend . && docker run -p 9000:9000 --env-file backend.env policy-backend
FROM node:20-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts
COPY server server
RUN npm run build:server

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /src/.build/server.js ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=9000
EXPOSE 9000
USER node
# There is no curl in this image. /health and not /ready: a new container has no more credentials than this one.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself and no npm in between, so that SIGTERM arrives.
CMD ["node", "server.js"]
