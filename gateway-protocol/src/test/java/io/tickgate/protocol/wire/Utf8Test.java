package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Property(tries = 5000)
    void arbitraryBytesAreJudgedAsTheJdkDoes(@ForAll byte[] bytes, @ForAll boolean asciiFirst) {
        byte[] input = asciiFirst ? (" ".repeat(13) + new String(bytes, UTF_8)).getBytes(UTF_8) : bytes;

        assertThat(Utf8.isValid(input, 0, input.length)).isEqualTo(jdk(input));
    }

    @Test
    void everyPairAndTripleOfLeadingBytesIsJudgedAsTheJdkDoes() {
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                for (byte[] tail : new byte[][] {{}, {(byte) 0x80}, {(byte) 0xbf, (byte) 0x80}, {(byte) 0x80, 'a'}}) {
                    byte[] input = Arrays.copyOf(new byte[] {(byte) first, (byte) second}, 2 + tail.length);
                    System.arraycopy(tail, 0, input, 2, tail.length);
                    assertThat(Utf8.isValid(input, 0, input.length)).isEqualTo(jdk(input));
                }
            }
        }
    }

    @Test
    void theFirstByteAtFaultIsCountedFromTheSlice() {
        byte[] bytes = {'x', 'x', 'a', 'b', (byte) 0xc3, (byte) 0xa9, (byte) 0xff};

        assertThat(Utf8.firstInvalid(bytes, 2, 5)).isEqualTo(4);
        assertThat(Utf8.firstInvalid(bytes, 2, 4)).isEqualTo(-1);
    }

    private static boolean jdk(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
