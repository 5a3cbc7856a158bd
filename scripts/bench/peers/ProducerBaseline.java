import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The broker's own producer: as many messages as it can, each of the same size, idempotent, acknowledged by all.
 * Arguments: brokers, topic, messages, keys, header count, header bytes, value bytes. Prints messages a second.
 */
public class ProducerBaseline {
  public static void main(String[] args) throws Exception {
    String topic = args[1];
    int messages = Integer.parseInt(args[2]);
    int keys = Integer.parseInt(args[3]);
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("key.serializer", ByteArraySerializer.class.getName());
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    List<Header> headers = headers(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
    byte[] value = letters(Integer.parseInt(args[6]));
    AtomicReference<Exception> fault = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      // The virtual machine compiles what it runs often: the first tenth is not counted.
      send(producer, topic, messages / 10, keys, headers, value, fault);
      long began = System.nanoTime();
      send(producer, topic, messages, keys, headers, value, fault);
      double seconds = (System.nanoTime() - began) / 1e9;
      if (fault.get() != null) throw fault.get();
      System.out.println("messages a second: " + Math.round(messages / seconds));
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int messages, int keys,
      List<Header> headers, byte[] value, AtomicReference<Exception> fault) {
    for (int n = 0; n < messages; n++) {
      byte[] key = String.format("%036d", n % keys).getBytes();
      producer.send(new ProducerRecord<>(topic, null, key, value, headers), (sent, error) -> {
        if (error != null) fault.set(error);
      });
    }
    producer.flush();
  }

  private static List<Header> headers(int count, int bytes) {
    List<Header> made = new ArrayList<>();
    for (int n = 0; n < count; n++) made.add(new RecordHeader("ce_" + n, letters(Math.max(1, bytes / count - 4))));
    return made;
  }

  /** Letters and digits by chance: what is sent is no easier to write than what we send. */
  private static byte[] letters(int count) {
    byte[] made = new byte[count];
    Random random = new Random(1);
    for (int n = 0; n < count; n++) made[n] = (byte) ('a' + random.nextInt(26));
    return made;
  }
}
