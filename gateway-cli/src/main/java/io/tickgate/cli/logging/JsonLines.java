package io.tickgate.cli.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/**
 * Lines for programs: logback's own JSON, one object a line, without what says nothing here. Loaded only where it is asked
 * for.
 */
final class JsonLines extends JsonEncoder {
    JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMDC(false);
        setWithMarkers(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithFormattedMessage(true);
    }

    /** Logback escapes every slash, which JSON allows and which takes addresses and paths away from whoever searches. */
    @Override
    public byte[] encode(ILoggingEvent event) {
        return new String(super.encode(event), StandardCharsets.UTF_8)
                .replace("\\/", "/")
                .getBytes(StandardCharsets.UTF_8);
    }
}
