package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
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

    /** A text is refused at its first byte that no text can have there, and not before. */
    @Property(tries = 5000)
    void aPrefixIsRefusedWhereTheFirstSequenceGoesWrong(@ForAll byte[] bytes, @ForAll boolean textFirst) {
        byte[] input = textFirst ? ("é中😀" + new String(bytes, UTF_8)).getBytes(UTF_8) : bytes;
        if (textFirst && bytes.length > 0) {
            input[Math.floorMod(bytes[0], input.length)] = bytes[bytes.length - 1];
        }
        Utf8Prefix prefix = new Utf8Prefix();
        int taken = 0;
        while (taken < input.length && prefix.accept(input[taken])) {
            taken++;
        }

        assertThat(taken).isEqualTo(longestPrefixOfText(input));
    }

    /** Bytes may begin a text when there are bytes that make them one. */
    private static int longestPrefixOfText(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && beginsText(Arrays.copyOf(bytes, length + 1))) {
            length++;
        }
        return length;
    }

    private static boolean beginsText(byte[] bytes) {
        return Stream.of("", "80", "a0", "8080", "9080", "a080", "808080", "908080")
                .map(HexFormat.of()::parseHex)
                .anyMatch(end -> {
                    byte[] whole = Arrays.copyOf(bytes, bytes.length + end.length);
                    System.arraycopy(end, 0, whole, bytes.length, end.length);
                    return jdk(whole);
                });
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
