# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /headstart
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY . .
RUN npm run bundle

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /headstart
COPY --from=build /headstart/package.json /headstart/LICENSE ./
COPY --from=build /headstart/dist/bundle ./dist/bundle
COPY --from=build /headstart/policies ./policies
COPY --from=build /headstart/charts/headstart/dashboards ./charts/headstart/dashboards
COPY --from=build /headstart/fixtures ./fixtures
USER 65532:65532
ENTRYPOINT ["node", "/headstart/dist/bundle/main.js"]
