#!/bin/bash
# Gives each principal its password at the brokers: lines `NAME PASSWORD` in USERS. A principal that is there gets the
# new one. Passwords stand in files that end with the container, never in a command line, which the whole host can read.
set -euo pipefail
umask 077
cat > /tmp/admin.properties <<END
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="$ADMIN_PASSWORD";
END
while read -r name password; do
  [ -n "$name" ] || continue
  echo "SCRAM-SHA-512=password=$password" > /tmp/user.properties
  /opt/kafka/bin/kafka-configs.sh --bootstrap-server kafka:9093 --command-config /tmp/admin.properties \
    --alter --entity-type users --entity-name "$name" --add-config-file /tmp/user.properties
done <<< "$USERS"
