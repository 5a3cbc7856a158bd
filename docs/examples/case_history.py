# Prints the history of one case (CASE), or of all, as Kafka tells it; README.md beside this file has the rules.
# The file HISTORY stands for your database: an event and how far its case is are one write, there one transaction.
import os
import re
import signal
import sys
import threading

from kafka import KafkaConsumer

WENT_BACK = "The ledger was taken back; what was read may never have happened. Read GET /v1/audit/feed anew"
env = os.environ.get
consumer = KafkaConsumer(
    env("KAFKA_TOPIC", "bihuan.case-events.v1"),
    bootstrap_servers=env("KAFKA_BROKERS", "127.0.0.1:9092").split(","),
    group_id=env("KAFKA_GROUP", "case-history"),
    auto_offset_reset="earliest", enable_auto_commit=False,
    security_protocol="SASL_PLAINTEXT" if env("KAFKA_USERNAME") else "PLAINTEXT",
    sasl_mechanism="SCRAM-SHA-512",
    sasl_plain_username=env("KAFKA_USERNAME"), sasl_plain_password=env("KAFKA_PASSWORD"),
)
file = open(env("HISTORY", "history.txt"), "a+b")
file.seek(0)
kept = file.read()
file.truncate(kept.rfind(b"\n") + 1)  # A crash may have left half a line: that event comes again.
lines = re.findall(rb"(?m)^(\S+) (\d+) (\d+) .*\n", kept)
last = {case: int(sequence) for case, _, sequence in lines}
epoch = int(lines[-1][1]) if lines else 0  # 0: nothing was read yet.
stopping = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopping.set())


def take(message):
    global epoch
    told = dict(message.headers)
    case, sequence, its_epoch = told["ce_subject"], int(told["ce_sequence"]), int(told["ce_epoch"])
    epoch = epoch or its_epoch
    if its_epoch > epoch:
        sys.exit(f"{WENT_BACK} (ce_epoch {its_epoch}, before {epoch}).")
    if its_epoch < epoch or sequence <= last.get(case, 0):
        return  # Sent again.
    line = b" ".join([told["ce_sequence"], told["ce_type"], told["ce_time"], told["ce_id"], message.value]) + b"\n"
    file.write(b"%s %d %s" % (case, epoch, line))
    file.flush()
    last[case] = sequence
    if env("CASE") in (None, case.decode()):
        os.write(1, line)


with consumer:
    while not stopping.is_set():
        polled = consumer.poll(timeout_ms=500)
        for message in sum(polled.values(), []):
            take(message)
        if polled:
            os.fsync(file)
            consumer.commit()  # Last: what is committed is not sent again.
        ends = consumer.end_offsets(consumer.assignment()) if env("UNTIL_END") else {}
        if ends and all(consumer.position(partition) == end for partition, end in ends.items()):
            break
