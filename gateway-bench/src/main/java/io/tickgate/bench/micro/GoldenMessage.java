package io.tickgate.bench.micro;

import io.tickgate.protocol.message.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A message of the golden wire, the bytes that the protocol's own tests agree on. */
final class GoldenMessage {
    private GoldenMessage() {}

    /** @param name such as {@code client-publish} */
    static byte[] bytes(String name, WireFormat format) {
        String file = "/vectors/" + name + (format == WireFormat.JSON ? ".json" : ".msgpack");
        try (InputStream in = GoldenMessage.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden message is called " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
