package io.tickgate.bench.load.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MarkTest {
    @Property
    void whatIsWrittenIsFoundAndRead(
            @ForAll int run,
            @ForAll @LongRange(min = 0, max = (1L << 44) - 1) long number,
            @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long dueNanos) {
        byte[] message = ("{\"type\":\"tick\",\"load\":\"" + "?".repeat(Mark.BYTES) + "\",\"t\":1}")
                .getBytes(StandardCharsets.US_ASCII);
        int at = new String(message, StandardCharsets.US_ASCII).indexOf('?');
        Mark.write(message, at, run, 1, 2);
        Mark.patch(message, at, number, dueNanos);

        assertThat(Mark.find(message, 0, message.length)).isEqualTo(at);
        assertThat(Mark.isAt(message, at, message.length)).isTrue();
        assertThat(Mark.run(message, at)).isEqualTo(run);
        assertThat(Mark.number(message, at)).isEqualTo(number);
        assertThat(Mark.dueNanos(message, at)).isEqualTo(dueNanos);
    }

    @Test
    void aMarkThatIsCutOffIsNone() {
        byte[] message = new byte[Mark.BYTES];
        Mark.write(message, 0, 1, 2, 3);

        assertThat(Mark.find(message, 0, Mark.BYTES - 1)).isEqualTo(-1);
        assertThat(Mark.isAt(message, 0, Mark.BYTES - 1)).isFalse();
    }
}
