// Prints the history of one case (CASE), or of all, as Kafka tells it; README.md beside this file has the rules.
// The file HISTORY stands for your database: an event and how far its case is are one write, there one transaction.
import static java.nio.charset.StandardCharsets.*;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

class CaseHistory {
  public static void main(String[] args) throws Exception {
    var env = System.getenv();
    var config = new HashMap<String, Object>(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest"));
    config.put("bootstrap.servers", env.getOrDefault("KAFKA_BROKERS", "127.0.0.1:9092"));
    config.put("group.id", env.getOrDefault("KAFKA_GROUP", "case-history"));
    var login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";";
    if (env.containsKey("KAFKA_USERNAME")) config.putAll(Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism",
        "SCRAM-SHA-512", "sasl.jaas.config", login.formatted(env.get("KAFKA_USERNAME"), env.get("KAFKA_PASSWORD"))));
    var file = new RandomAccessFile(env.getOrDefault("HISTORY", "history.txt"), "rw");
    var kept = new byte[(int) file.length()];
    file.readFully(kept);
    file.setLength(new String(kept, ISO_8859_1).lastIndexOf('\n') + 1); // Half a line, after a crash: it comes again.
    var last = new HashMap<String, Long>();
    long epoch = 0; // Nothing was read yet.
    for (var line : new String(kept, 0, (int) file.length(), UTF_8).lines().map(text -> text.split(" ", 4)).toList()) {
      last.put(line[0], Long.valueOf(line[2]));
      epoch = Long.parseLong(line[1]);
    }
    var main = Thread.currentThread();
    var stop = new Thread(new FutureTask<>(() -> { main.join(); return null; })); // SIGTERM waits for what is in hand.
    Runtime.getRuntime().addShutdownHook(stop);
    try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(env.getOrDefault("KAFKA_TOPIC", "bihuan.case-events.v1")));
      while (!stop.isAlive()) {
        var polled = consumer.poll(Duration.ofMillis(500));
        for (var message : polled) {
          var told = new HashMap<String, String>();
          message.headers().forEach(header -> told.put(header.key(), new String(header.value(), UTF_8)));
          var id = told.get("ce_subject");
          long sequence = Long.parseLong(told.get("ce_sequence")), itsEpoch = Long.parseLong(told.get("ce_epoch"));
          if (epoch == 0) epoch = itsEpoch;
          if (itsEpoch > epoch) throw new IllegalStateException("The ledger was taken back; what was read may never"
              + " have happened. Read GET /v1/audit/feed anew (ce_epoch " + itsEpoch + ", before " + epoch + ").");
          if (itsEpoch < epoch || sequence <= last.getOrDefault(id, 0L)) continue; // Sent again.
          var line = String.join(" ", told.get("ce_sequence"), told.get("ce_type"), told.get("ce_time"),
              told.get("ce_id"), message.value() + "\n");
          file.write((id + " " + epoch + " " + line).getBytes(UTF_8));
          last.put(id, sequence);
          if (env.getOrDefault("CASE", id).equals(id)) System.out.writeBytes(line.getBytes(UTF_8));
        }
        if (!polled.isEmpty()) file.getFD().sync();
        if (!polled.isEmpty()) consumer.commitSync(); // Last: what is committed is not sent again.
        var parts = consumer.assignment();
        if (env.containsKey("UNTIL_END") && !parts.isEmpty()
            && parts.stream().allMatch(part -> consumer.currentLag(part).orElse(1) == 0)) break;
      }
    }
  }
}
