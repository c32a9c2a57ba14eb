package io.tickgate.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardCountersTest {
    @Test
    void countersCountApartFromEachOther() {
        ShardCounters counters = new ShardCounters(2);

        counters.increment(Counter.SENDS);
        counters.add(Counter.SENDS, 2);
        counters.add(Counter.CONNECTIONS, 1);
        counters.add(Counter.CONNECTIONS, -1);
        counters.set(Counter.OUTBOX_BYTES, 70);

        assertThat(counters.get(Counter.SENDS)).isEqualTo(3);
        assertThat(counters.get(Counter.CONNECTIONS)).isZero();
        assertThat(counters.get(Counter.OUTBOX_BYTES)).isEqualTo(70);
        assertThat(counters.get(Counter.DELIVERED)).isZero();
    }

    @Test
    void whatIsKeptApartAddsUp() {
        ShardCounters counters = new ShardCounters(3);

        counters.add(Counter.DELIVERED, 0, 4);
        counters.add(Counter.DELIVERED, 2, 5);
        counters.onPublished(2, Via.MODULE);
        counters.onPublished(0, Via.HTTP);
        counters.onError(ErrorCode.INVALID_JSON);
        counters.onClosed(Ending.by(CloseCode.SLOW_CONSUMER));
        counters.onClosed(Ending.LOST);
        counters.onMalformed();

        assertThat(counters.get(Counter.DELIVERED)).isEqualTo(9);
        assertThat(counters.get(Counter.DELIVERED, 1)).isZero();
        assertThat(counters.get(Counter.DELIVERED, 2)).isEqualTo(5);
        assertThat(counters.get(Counter.PUBLISHED)).isEqualTo(2);
        assertThat(counters.published(2, Via.MODULE)).isEqualTo(1);
        assertThat(counters.published(2, Via.HTTP)).isZero();
        assertThat(labelled(counters, Counter.ERRORS)).containsExactly("invalid_json");
        assertThat(labelled(counters, Counter.CLOSED)).containsExactly("slow_consumer", "lost");
        assertThat(labelled(counters, Counter.COMMANDS)).containsExactly("malformed");
        assertThat(labelled(counters, Counter.HTTP_ERRORS)).isEmpty();
    }

    private static List<String> labelled(ShardCounters counters, Counter counter) {
        List<String> labels = ShardCounters.labels(counter);
        return IntStream.range(0, labels.size())
                .filter(i -> counters.getLabelled(counter, i) == 1)
                .mapToObj(labels::get)
                .toList();
    }

    @Test
    void everyCommandHasItsLabel() {
        assertThat(Stream.of(ClientMessage.class.getPermittedSubclasses())
                        .map(type -> type.getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                .toLowerCase(Locale.ROOT)))
                .allSatisfy(type -> assertThat(CommandLabels.ALL).contains(type));
    }
}
