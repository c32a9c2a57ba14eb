package io.tickgate.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SharedDeflaterTest {
    private static byte[] inflate(byte[] output, int length, int plainLength) throws DataFormatException {
        byte[] whole = Arrays.copyOf(output, length + 4);
        System.arraycopy(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF}, 0, whole, length, 4);
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole);
        byte[] plain = new byte[plainLength + 1];
        int count = inflater.inflate(plain);
        inflater.end();
        return Arrays.copyOf(plain, count);
    }

    @Property(tries = 500)
    void whatIsDeflatedInflatesToItselfOrIsSentPlain(@ForAll @Size(max = 3000) byte[] payload)
            throws DataFormatException {
        try (SharedDeflater deflater = new SharedDeflater(1, 0)) {
            // Two rounds on one deflater: nothing of the first may show in the second.
            for (int round = 0; round < 2; round++) {
                int length = deflater.tryDeflate(payload, 0, payload.length);

                if (length >= 0) {
                    assertThat(length).isLessThanOrEqualTo(payload.length);
                    assertThat(inflate(deflater.output(), length, payload.length))
                            .isEqualTo(payload);
                }
            }
        }
    }

    @Test
    void textThatRepeatsItselfIsDeflated() {
        byte[] payload = "{\"price\":45.5}".repeat(50).getBytes(StandardCharsets.US_ASCII);

        try (SharedDeflater deflater = new SharedDeflater(1, 200)) {
            assertThat(deflater.tryDeflate(payload, 0, payload.length)).isBetween(1, payload.length / 4);
        }
    }

    @Test
    void whatIsShortOrHardlyShrinksGoesPlain() {
        byte[] noise = new byte[2000];
        new Random(1).nextBytes(noise);

        try (SharedDeflater deflater = new SharedDeflater(1, 200)) {
            assertThat(deflater.tryDeflate(new byte[199], 0, 199)).isEqualTo(-1);
            assertThat(deflater.tryDeflate(new byte[200], 0, 200)).isPositive();
            assertThat(deflater.tryDeflate(noise, 0, noise.length)).isEqualTo(-1);
        }
    }
}
