package io.tickgate.bench.load.account;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NumberingTest {
    @Property(tries = 200)
    void everyStreamIsNumberedWithoutHolesInThePublishersOrder(
            @ForAll @IntRange(min = 1, max = 6) int publishers, @ForAll @IntRange(min = 1, max = 6) int channels) {
        Numbering numbering = new Numbering(publishers, channels);
        long[][] next = new long[publishers][channels];
        long[] turns = new long[publishers];

        for (long number = 0; number < 500; number++) {
            int publisher = numbering.publisher(number);
            int channel = numbering.channel(number);
            assertThat(numbering.number(publisher, turns[publisher]++)).isEqualTo(number);
            assertThat(numbering.sequence(number)).isEqualTo(next[publisher][channel]++);
            assertThat(numbering.turnsOf(publisher, number + 1)).isEqualTo(turns[publisher]);
            assertThat(numbering.inChannel(channel, turns[publisher])).isEqualTo(next[publisher][channel]);
        }
    }
}
