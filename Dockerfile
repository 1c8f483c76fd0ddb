# syntax=docker/dockerfile:1
ARG LIBERTY_IMAGE=icr.io/appcafe/open-liberty:26.0.0.5-full-java17-openj9-ubi-minimal

# 1. Build: the WAR and the JDBC drivers the server loads.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
COPY server-config server-config
COPY src src
RUN mvn -B --no-transfer-progress package -DskipTests -Dspotless.check.skip=true \
 && mvn -B --no-transfer-progress dependency:copy-dependencies \
      -DincludeArtifactIds=h2,postgresql -Dmdep.stripVersion=true -DoutputDirectory=target/jdbc

# 2. Run: Open Liberty with its unprivileged user 1001. The registry keeps only the latest release and the quarterly releases;
# the build argument LIBERTY_IMAGE selects an image of another registry.
FROM ${LIBERTY_IMAGE}
LABEL org.opencontainers.image.title="Marketbell" \
      org.opencontainers.image.licenses="Apache-2.0"

COPY --from=build --chown=1001:0 /build/server-config/ /config/
COPY --chown=1001:0 liberty/production/ /config/configDropins/overrides/
COPY --from=build --chown=1001:0 /build/target/jdbc/ /opt/ol/wlp/usr/shared/resources/jdbc/
COPY --from=build --chown=1001:0 /build/target/classes/ /opt/ol/wlp/usr/shared/resources/application-classes/
COPY --from=build --chown=1001:0 /build/target/marketbell.war /config/apps/

COPY --chown=1001:0 --chmod=755 liberty/image/start /opt/marketbell/start

# OpenJ9 does not have HotSpot's parallel collector. Tools that deploy to a running server are for development only.
RUN sed -i '/UseParallelGC/d' /config/jvm.options \
 && sed -i '/localConnector/d' /config/includes/features.xml

USER root
RUN mkdir -p /var/lib/marketbell && chown 1001:0 /var/lib/marketbell && chmod g+rwX /var/lib/marketbell
USER 1001

# Production refuses to start with the development keys. The server writes its first log lines before it reads its
# configuration; WLP_LOGGING_CONSOLE_FORMAT sets the format of those lines.
ENV MARKETBELL_PRODUCTION=true \
    MARKETBELL_DATA_DIRECTORY=/var/lib/marketbell \
    LOG_FORMAT=JSON \
    WLP_LOGGING_CONSOLE_FORMAT=JSON
VOLUME /var/lib/marketbell
EXPOSE 9080 9443

# sets the passwords that are not in the environment, then continues with the base image's entry point
ENTRYPOINT ["/opt/marketbell/start", "/opt/ol/helpers/runtime/docker-server.sh"]
CMD ["/opt/ol/wlp/bin/server", "run", "defaultServer"]

HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
  CMD curl -fsS http://localhost:9080/health/ready || exit 1
