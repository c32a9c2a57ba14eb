package io.tickgate.core.metrics;

import io.tickgate.protocol.message.CloseCode;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a WebSocket ended: by which word of the gateway, by the client's, or without any.
 *
 * @param index of its label
 */
public record Ending(int index) {
    private static final int CODES = CloseCode.values().length;

    /** The client closed. */
    public static final Ending CLIENT = new Ending(CODES);
    /** The connection broke, or was cut. */
    public static final Ending LOST = new Ending(CODES + 1);

    static final List<String> LABELS = Stream.concat(
                    Stream.of(CloseCode.values()).map(CloseCode::label), Stream.of("client", "lost"))
            .toList();

    public static Ending by(CloseCode code) {
        return new Ending(code.ordinal());
    }
}
