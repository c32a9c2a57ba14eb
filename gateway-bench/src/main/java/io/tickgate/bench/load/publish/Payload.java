package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.account.Mark;
import java.nio.charset.StandardCharsets;

/** The message that is published: a JSON object of a fixed size with a {@link Mark} in it. */
public final class Payload {
    private static final String BEFORE = "{\"type\":\"tick\",\"load\":\"";
    private static final String AFTER = "\"}";

    private Payload() {}

    /** @param bytes its size, enough for the mark and the names around it */
    public static byte[] json(int run, int bytes) {
        byte[] mark = new byte[Mark.BYTES];
        Mark.write(mark, 0, run, 0, 0);
        StringBuilder text =
                new StringBuilder(bytes).append(BEFORE).append(new String(mark, StandardCharsets.US_ASCII));
        // Digits, as most of a quote is: what deflate makes of them is about what it makes of prices.
        long noise = 0x9E37_79B9_7F4A_7C15L;
        while (text.length() < bytes - AFTER.length()) {
            noise ^= noise << 13;
            noise ^= noise >>> 7;
            noise ^= noise << 17;
            text.append((char) ('0' + (noise & 7)));
        }
        byte[] payload = text.append(AFTER).toString().getBytes(StandardCharsets.US_ASCII);
        if (payload.length != bytes) {
            throw new IllegalArgumentException("a payload has at least " + payload.length + " bytes, not " + bytes);
        }
        return payload;
    }
}
