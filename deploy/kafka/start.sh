#!/bin/bash
# Starts the broker under the id that its volume has. A new volume gets a new one: the relay knows by it that these brokers
# have nothing of what it wrote before, and begins at the beginning.
set -euo pipefail
meta=/var/lib/kafka/data/meta.properties
if [ -f "$meta" ]; then
  CLUSTER_ID=$(sed -n 's/^cluster\.id=//p' "$meta")
else
  CLUSTER_ID=$(head -c 16 /dev/urandom | base64 | tr +/ AB | tr -d =)
fi
export CLUSTER_ID
exec /etc/kafka/docker/run
