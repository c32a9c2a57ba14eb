package io.tickgate.cli.console;

import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A command's data as one line of JSON, for scripts. */
public final class JsonText {
    private JsonText() {}

    /** @param body writes exactly one value */
    public static String of(Consumer<WireWriter> body) {
        WireBuffer buffer = new WireBuffer();
        body.accept(WireWriter.json(buffer));
        return new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
    }
}
