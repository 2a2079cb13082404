# The Billing4J server as an image: docker build -t billing4j .
# How to run it stands in deploy/README.md.

FROM maven:3.9-eclipse-temurin-17 AS build
# The build starts a PostgreSQL, which refuses root.
RUN useradd --uid 10001 --create-home build
USER build
WORKDIR /home/build/source
COPY --chown=build . .
RUN mvn -B -ntp -pl billing-server -am -Dmaven.test.skip=true package

FROM eclipse-temurin:17-jre
# An entry for the user, since the embedded PostgreSQL asks for its name.
RUN groupadd --gid 10001 billing4j \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin billing4j \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY --from=build /home/build/source/billing-server/target/billing-server-*-all.jar /opt/billing4j/billing4j.jar
# Others reach it: so it starts with TLS, or where somebody says that it is not needed (BILLING_TLS_OFF_ON_PURPOSE=on).
ENV BILLING_SERVER_HOST=0.0.0.0 \
    BILLING_LOG_TO=console \
    BILLING_DATA_DIRECTORY=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8016
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-jar", "/opt/billing4j/billing4j.jar", "health"]
# What is left of the memory is for PostgreSQL and for what the JVM has beside its heap.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/billing4j/billing4j.jar"]
CMD ["serve"]
